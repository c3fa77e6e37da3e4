#pragma once

#include <string>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::presentation::cli {

/// A report as tables for a terminal of 80 columns: each metric by method and setting, what the
/// lists of ten are like, and calibration. The best figure of each column is marked with '*'. With
/// several seeds, accuracy is mean ± deviation over them, and the rest is of the first.
[[nodiscard]] std::string evaluation_tables(const application::EvaluationReport& report);

}  // namespace neurec::presentation::cli
