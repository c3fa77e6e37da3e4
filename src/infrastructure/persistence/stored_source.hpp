#pragma once

#include <cstdint>
#include <unordered_map>

#include "domain/models/movie.hpp"
#include "domain/models/user_profile.hpp"
#include "domain/ports/dataset_store.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// A data set's users and movies as the database has them when an import of it begins, under their
/// ids in the data set. The rows carry our ids.
struct StoredSource {
    int id = 0;  ///< in the table of sources
    std::unordered_map<std::int64_t, domain::Movie> movies;
    std::unordered_map<std::int64_t, domain::User> users;
};

/// Finds the source, or makes it. To be called in a writing transaction of which there is one at a
/// time.
[[nodiscard]] StoredSource open_source(soci::session& session, const domain::ImportSource& source);

}  // namespace neurec::infrastructure::persistence
