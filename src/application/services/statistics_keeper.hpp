#pragma once

#include <chrono>

#include "domain/ports/logger.hpp"
#include "domain/ports/movie_statistics.hpp"

namespace neurec::application {

/// Has the movies' statistics counted anew, now and again: at most a fiftieth of the time goes into
/// it, however many ratings there are. For one thread.
class StatisticsKeeper {
  public:
    /// Both must outlive it.
    StatisticsKeeper(domain::MovieStatistics& statistics, domain::Logger& logger)
        : statistics_(statistics), logger_(logger) {}
    /// Counts unless the last time is too short ago for what it took. A failure is logged, and
    /// tried again the next time.
    void refresh();

  private:
    using Clock = std::chrono::steady_clock;

    domain::MovieStatistics& statistics_;
    domain::Logger& logger_;
    Clock::time_point not_before_{};
};

}  // namespace neurec::application
