#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neurec::domain {

/// A metric's labels: name and value. Values from a fixed set, never from what a client sends.
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// Only ever grows. Thread-safe, without locks or allocation.
class Counter {
  public:
    virtual ~Counter() = default;
    virtual void add(std::uint64_t count = 1) noexcept = 0;
};

/// Goes up and down. Thread-safe, without locks or allocation.
class Gauge {
  public:
    virtual ~Gauge() = default;
    virtual void set(std::int64_t value) noexcept = 0;
    virtual void add(std::int64_t change) noexcept = 0;
};

/// How long something takes, as a distribution. Thread-safe, without locks or allocation.
class Durations {
  public:
    virtual ~Durations() = default;
    virtual void observe(std::chrono::nanoseconds duration) noexcept = 0;
};

/// A distribution of durations as it is now. Quantiles are exact to the bucket that they lie in.
struct DurationSummary {
    MetricLabels labels;
    std::uint64_t count = 0;
    double p50 = 0;  ///< seconds, as the others
    double p95 = 0;
    double p99 = 0;
};

/// A value that is looked up only when somebody asks for the metrics.
struct Measurement {
    enum class Kind : std::uint8_t { gauge, counter };
    std::string name;
    std::string help;
    MetricLabels labels{};
    double value = 0;
    Kind kind = Kind::gauge;
};

/// The process's metrics. Series are asked for once, when what records them is made, and live as
/// long as this does; the same name and labels give the same series. Names and units follow
/// Prometheus: snake_case, base units, "_total" for counters. Thread-safe.
class Metrics {
  public:
    virtual ~Metrics() = default;
    /// std::logic_error for what is no name, and for a name that is another kind of metric already.
    [[nodiscard]] virtual Counter& counter(std::string_view name, std::string_view help,
                                           const MetricLabels& labels = {}) = 0;
    [[nodiscard]] virtual Gauge& gauge(std::string_view name, std::string_view help,
                                       const MetricLabels& labels = {}) = 0;
    /// In seconds when written out.
    [[nodiscard]] virtual Durations& durations(std::string_view name, std::string_view help,
                                               const MetricLabels& labels = {}) = 0;
    /// The distributions by that name that hold anything, by their labels.
    [[nodiscard]] virtual std::vector<DurationSummary> summaries(std::string_view name) const = 0;
    /// Everything, and `measured_now` with it, in Prometheus' text format 0.0.4.
    [[nodiscard]] virtual std::string exposition(
        std::span<const Measurement> measured_now = {}) const = 0;
};

/// For programs that nobody measures: records nothing.
class NoMetrics : public Metrics {
  public:
    [[nodiscard]] Counter& counter(std::string_view /*name*/, std::string_view /*help*/,
                                   const MetricLabels& /*labels*/ = {}) override {
        return counter_;
    }
    [[nodiscard]] Gauge& gauge(std::string_view /*name*/, std::string_view /*help*/,
                               const MetricLabels& /*labels*/ = {}) override {
        return gauge_;
    }
    [[nodiscard]] Durations& durations(std::string_view /*name*/, std::string_view /*help*/,
                                       const MetricLabels& /*labels*/ = {}) override {
        return durations_;
    }
    [[nodiscard]] std::vector<DurationSummary> summaries(std::string_view /*name*/) const override {
        return {};
    }
    [[nodiscard]] std::string exposition(
        std::span<const Measurement> /*measured_now*/ = {}) const override {
        return {};
    }

  private:
    struct Nothing final : Counter, Gauge, Durations {
        void add(std::uint64_t /*count*/) noexcept override {}
        void set(std::int64_t /*value*/) noexcept override {}
        void add(std::int64_t /*change*/) noexcept override {}
        void observe(std::chrono::nanoseconds /*duration*/) noexcept override {}
    };
    Nothing nothing_;
    Counter& counter_ = nothing_;
    Gauge& gauge_ = nothing_;
    Durations& durations_ = nothing_;
};

/// The one that records nothing: the default of what may be measured.
[[nodiscard]] inline Metrics& no_metrics() {
    static NoMetrics none;
    return none;
}

/// Times stages that follow one another.
class StageClock {
  public:
    using Clock = std::chrono::steady_clock;
    /// Records the time since the last stage's end, or since this was made.
    void ends(Durations& stage) noexcept {
        const Clock::time_point now = Clock::now();
        stage.observe(now - begun_);
        begun_ = now;
    }

  private:
    Clock::time_point begun_ = Clock::now();
};

}  // namespace neurec::domain
