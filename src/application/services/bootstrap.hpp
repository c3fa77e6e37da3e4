#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::application {

/// The mean of `values` and its 95% interval by the percentile bootstrap (Efron 1979): the middle
/// 95% of the means of `resamples` samples drawn from `values` with replacement. Equal seeds draw
/// the same positions, so that figures over the same users are resampled alike. No values: zeros.
/// `resamples`: at least 1. O(values × resamples).
[[nodiscard]] Estimate bootstrap_mean(std::span<const double> values, std::size_t resamples,
                                      std::uint64_t seed);

/// Mean and standard deviation (n − 1 in the denominator; 0 for fewer than two values).
[[nodiscard]] Spread spread_of(std::span<const double> values);

}  // namespace neurec::application
