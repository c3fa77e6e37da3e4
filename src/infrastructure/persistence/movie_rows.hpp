#pragma once

#include <vector>

#include "domain/models/movie.hpp"

namespace soci {
class session;
}

namespace neurec::infrastructure::persistence {

/// The whole catalogue with its genres, by ascending id.
std::vector<domain::Movie> load_movies(soci::session& session);

}  // namespace neurec::infrastructure::persistence
