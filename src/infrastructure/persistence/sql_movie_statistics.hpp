#pragma once

#include "domain/ports/movie_statistics.hpp"
#include "infrastructure/persistence/database.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// The columns rating_count and mean_rating of the movies. `database` must outlive it.
class SqlMovieStatistics : public domain::MovieStatistics {
  public:
    explicit SqlMovieStatistics(Database& database) : database_(database) {}

    /// Reads first and writes then, only what differs, so that the lock on writing is short.
    std::size_t refresh() override;
    [[nodiscard]] domain::StoreCounts totals() override;

  private:
    Database& database_;
};

/// Counts within a transaction that is under way and has changed ratings.
void refresh_movie_statistics(soci::session& session);

}  // namespace neurec::infrastructure::persistence
