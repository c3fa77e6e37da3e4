#pragma once

#include "domain/ports/dataset_store.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// Counts all users, movies and ratings, which takes as long as reading an index of each.
[[nodiscard]] domain::StoreCounts count_rows(soci::session& session);

}  // namespace neurec::infrastructure::persistence
