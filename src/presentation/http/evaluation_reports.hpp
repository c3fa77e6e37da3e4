#pragma once

#include <filesystem>
#include <utility>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::presentation::http {

/// The reports that `neurec evaluate` left in a folder. Thread-safe.
class EvaluationReports {
  public:
    explicit EvaluationReports(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The one that was written last. NotFound where there is none; Unavailable where it cannot be
    /// read.
    [[nodiscard]] application::EvaluationReport latest() const;

  private:
    std::filesystem::path folder_;
};

}  // namespace neurec::presentation::http
