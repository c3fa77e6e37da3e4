#pragma once

#include <string>
#include <vector>

#include "domain/models/movie.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// The whole catalogue with its genres, by ascending id. To be called in a transaction: titles and
/// genres are two reads.
std::vector<domain::Movie> load_movies(soci::session& session);

/// Every spelling of a genre that some movie has, in ascending byte order: one look-up for each.
std::vector<std::string> load_genres(soci::session& session);

}  // namespace neurec::infrastructure::persistence
