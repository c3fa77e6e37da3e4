#pragma once

#include <cstddef>

#include "domain/ports/dataset_store.hpp"

namespace neurec::domain {

/// How often and how well each movie is rated, kept beside the movies so that no request reads all
/// ratings. Thread-safe; a failing database is Unavailable.
class MovieStatistics {
  public:
    virtual ~MovieStatistics() = default;
    /// Counts all ratings and stores what has changed; readers and writers go on meanwhile. Gives
    /// the number of movies whose figures have changed.
    virtual std::size_t refresh() = 0;
    /// Users and movies as they are, ratings as of the last refresh.
    [[nodiscard]] virtual StoreCounts totals() = 0;
};

}  // namespace neurec::domain
