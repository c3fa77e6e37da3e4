#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "domain/ports/metrics.hpp"

/// Numbers that many threads add to. Each thread adds to a shard of its own, so that no cache line
/// travels between cores; reading adds the shards up. An addition is one relaxed atomic operation.
namespace neurec::infrastructure::telemetry {

inline constexpr std::size_t kShards = 8;
inline constexpr std::size_t kCacheLine = 64;

/// The shard of the calling thread: threads take turns.
[[nodiscard]] inline std::size_t shard_of_this_thread() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t shard = threads.fetch_add(1, std::memory_order_relaxed);
    return shard % kShards;
}

class ShardedCounter final : public domain::Counter {
  public:
    void add(std::uint64_t count) noexcept override {
        shards_[shard_of_this_thread()].count.fetch_add(count, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t value() const noexcept {
        std::uint64_t sum = 0;
        for (const Shard& each : shards_)
            sum += each.count.load(std::memory_order_relaxed);
        return sum;
    }

  private:
    struct alignas(kCacheLine) Shard {
        std::atomic<std::uint64_t> count{0};
    };
    std::array<Shard, kShards> shards_;
};

/// Set by one thread at a time, as a rule: not sharded.
class AtomicGauge final : public domain::Gauge {
  public:
    void set(std::int64_t value) noexcept override {
        value_.store(value, std::memory_order_relaxed);
    }
    void add(std::int64_t change) noexcept override {
        value_.fetch_add(change, std::memory_order_relaxed);
    }
    [[nodiscard]] std::int64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

  private:
    std::atomic<std::int64_t> value_{0};
};

/// The buckets of every histogram: upper bounds, inclusive, and as Prometheus' `le` writes them in
/// seconds. They double or so from 50 µs, a tenth of the budget of a recommendation, to the 30 s
/// that a request may take at most.
struct Bucket {
    std::chrono::nanoseconds upper;
    const char* seconds;
};
inline constexpr std::array kBuckets{
    Bucket{std::chrono::microseconds(50), "5e-05"},
    Bucket{std::chrono::microseconds(100), "0.0001"},
    Bucket{std::chrono::microseconds(250), "0.00025"},
    Bucket{std::chrono::microseconds(500), "0.0005"},
    Bucket{std::chrono::milliseconds(1), "0.001"},
    Bucket{std::chrono::microseconds(2500), "0.0025"},
    Bucket{std::chrono::milliseconds(5), "0.005"},
    Bucket{std::chrono::milliseconds(10), "0.01"},
    Bucket{std::chrono::milliseconds(25), "0.025"},
    Bucket{std::chrono::milliseconds(50), "0.05"},
    Bucket{std::chrono::milliseconds(100), "0.1"},
    Bucket{std::chrono::milliseconds(250), "0.25"},
    Bucket{std::chrono::milliseconds(500), "0.5"},
    Bucket{std::chrono::seconds(1), "1"},
    Bucket{std::chrono::milliseconds(2500), "2.5"},
    Bucket{std::chrono::seconds(5), "5"},
    Bucket{std::chrono::seconds(10), "10"},
    Bucket{std::chrono::seconds(30), "30"},
};

class ShardedDurations final : public domain::Durations {
  public:
    /// A moment's state. The last bucket is what is beyond all bounds; not cumulative.
    struct Snapshot {
        std::array<std::uint64_t, kBuckets.size() + 1> counts{};
        std::chrono::nanoseconds sum{0};

        [[nodiscard]] std::uint64_t count() const noexcept {
            return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        }
        /// Seconds that this share (0..1) of the durations did not exceed, by a straight line
        /// within the bucket; what is beyond all bounds counts as the highest. 0 for nothing.
        [[nodiscard]] double quantile(double share) const noexcept {
            const double wanted = share * static_cast<double>(count());
            double below = 0;
            std::chrono::duration<double> lower{0};
            for (std::size_t i = 0; i < kBuckets.size(); ++i) {
                const std::chrono::duration<double> upper = kBuckets[i].upper;
                const auto here = static_cast<double>(counts[i]);
                if (here > 0 && below + here >= wanted)
                    return (lower + (upper - lower) * ((wanted - below) / here)).count();
                below += here;
                lower = upper;
            }
            return count() == 0 ? 0 : lower.count();
        }
    };

    void observe(std::chrono::nanoseconds duration) noexcept override {
        std::size_t bucket = 0;
        while (bucket < kBuckets.size() && duration > kBuckets[bucket].upper)
            ++bucket;
        Shard& shard = shards_[shard_of_this_thread()];
        shard.counts[bucket].fetch_add(1, std::memory_order_relaxed);
        shard.sum.fetch_add(duration.count(), std::memory_order_relaxed);
    }
    [[nodiscard]] Snapshot snapshot() const noexcept {
        Snapshot result;
        for (const Shard& each : shards_) {
            for (std::size_t i = 0; i < result.counts.size(); ++i)
                result.counts[i] += each.counts[i].load(std::memory_order_relaxed);
            result.sum += std::chrono::nanoseconds(each.sum.load(std::memory_order_relaxed));
        }
        return result;
    }

  private:
    struct alignas(kCacheLine) Shard {
        std::array<std::atomic<std::uint64_t>, kBuckets.size() + 1> counts{};
        std::atomic<std::int64_t> sum{0};  ///< nanoseconds
    };
    std::array<Shard, kShards> shards_;
};

}  // namespace neurec::infrastructure::telemetry
