#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <utility>

namespace neurec::domain {

/// Random numbers that are the same on every machine and with every standard library: the engine is
/// specified by the C++ standard (mt19937_64), the distributions are ours.
///
/// A generator is made where it is needed, from (seed, stream, index): different streams of one
/// seed are independent, and so are different indexes of one stream. Work that can be resumed or
/// reordered makes one per step and needs no generator state saved. Not thread-safe.
class Random {
  public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0, std::uint64_t index = 0);

    [[nodiscard]] std::uint64_t next() { return engine_(); }
    /// Uniform in [0, 1), with 53 random bits.
    [[nodiscard]] double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
    /// Uniform in 0..bound-1 without bias (Lemire 2019, "Fast random integer generation in an
    /// interval"); bound ≥ 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Box and Muller, 1958).
    [[nodiscard]] double normal();
    /// Exponential with rate 1; above 0.
    [[nodiscard]] double exponential();

    /// Fisher–Yates: each order is equally likely.
    template <class T>
    void shuffle(std::span<T> values) {
        for (std::size_t left = values.size(); left > 1; --left)
            std::swap(values[left - 1], values[below(left)]);
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace neurec::domain
