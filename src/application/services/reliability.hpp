#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::application {

inline constexpr std::size_t kReliabilityBins = 20;

/// Counts predictions against what came true, in bins of equal width over 0..1 (Guo et al. 2017).
/// A value type; merging in a fixed order gives the same figures for any number of threads.
class Reliability {
  public:
    /// A probability (values outside 0..1 count as the nearest of them, and what is not a number as
    /// 0) and whether the movie was relevant.
    void add(float probability, bool relevant);
    void merge(const Reliability& other);
    /// With no pairs: an error of 0 and empty bins.
    [[nodiscard]] Calibration calibration() const;

  private:
    struct Bin {
        std::uint64_t pairs = 0;
        std::uint64_t relevant = 0;
        double predicted = 0;
    };
    std::array<Bin, kReliabilityBins> bins_{};
};

}  // namespace neurec::application
