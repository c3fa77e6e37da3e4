#pragma once

#include <vector>

#include "domain/ports/metrics.hpp"

namespace neurec::infrastructure::telemetry {

/// This process as /proc shows it, by the names that Prometheus' own libraries use: memory,
/// processor time, threads, descriptors allowed, time of start. What cannot be read is left out.
[[nodiscard]] std::vector<domain::Measurement> process_measurements();

}  // namespace neurec::infrastructure::telemetry
