#pragma once

#include <chrono>
#include <string>

#include "application/dtos/statistics.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/movie_statistics.hpp"

namespace neurec::application {

/// What there is in the database, and how this process has answered so far. Thread-safe.
class ReportStatistics {
  public:
    /// `request_durations`: the metric of the time that requests took, by method and route. The
    /// others must outlive it.
    ReportStatistics(domain::MovieStatistics& movies, const domain::Metrics& metrics,
                     const ModelProvider& models, std::string request_durations);
    [[nodiscard]] Statistics operator()() const;

  private:
    domain::MovieStatistics& movies_;
    const domain::Metrics& metrics_;
    const ModelProvider& models_;
    std::string request_durations_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace neurec::application
