#include "infrastructure/telemetry/prometheus_metrics.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "infrastructure/telemetry/process_measurements.hpp"
#include "infrastructure/telemetry/prometheus_text.hpp"

namespace neurec::infrastructure::telemetry {

namespace {

[[nodiscard]] const char* type_of(std::size_t variant_index) {
    constexpr std::array kTypes{"counter", "gauge", "histogram"};
    return kTypes[variant_index];
}

struct AppendSeries {
    std::string& out;
    std::string_view name;
    std::string_view labels;

    void operator()(const std::unique_ptr<ShardedCounter>& series) const {
        append_sample(out, name, labels, series->value());
    }
    void operator()(const std::unique_ptr<AtomicGauge>& series) const {
        append_sample(out, name, labels, static_cast<double>(series->value()));
    }
    void operator()(const std::unique_ptr<ShardedDurations>& series) const {
        append_histogram(out, name, labels, series->snapshot());
    }
};

void append_measurements(std::string& out, std::span<const domain::Measurement> measurements) {
    std::string_view family;
    for (const domain::Measurement& each : measurements) {
        const bool is_gauge = each.kind == domain::Measurement::Kind::gauge;
        if (each.name != family)
            append_family(out, each.name, each.help, is_gauge ? "gauge" : "counter");
        family = each.name;
        append_sample(out, each.name, label_text(each.labels), each.value);
    }
}

}  // namespace

template <class T>
T& PrometheusMetrics::find_or_make(std::string_view name, std::string_view help,
                                   const domain::MetricLabels& labels) {
    if (!is_metric_name(name)) throw std::logic_error("not a metric's name: " + std::string(name));
    const std::string key = label_text(labels);
    const std::lock_guard lock(mutex_);
    auto family = families_.find(name);
    if (family == families_.end())
        family = families_.emplace(std::string(name), Family{std::string(help), {}, {}}).first;
    auto& all = family->second.series;
    const bool is_of_another_kind =
        !all.empty() && !std::holds_alternative<std::unique_ptr<T>>(all.begin()->second);
    if (is_of_another_kind)
        throw std::logic_error("two kinds of metric by one name: " + std::string(name));
    auto series = all.find(key);
    if (series == all.end()) {
        series = all.emplace(key, std::make_unique<T>()).first;
        family->second.labels.emplace(key, labels);
    }
    return *std::get<std::unique_ptr<T>>(series->second);
}

domain::Counter& PrometheusMetrics::counter(std::string_view name, std::string_view help,
                                            const domain::MetricLabels& labels) {
    return find_or_make<ShardedCounter>(name, help, labels);
}

domain::Gauge& PrometheusMetrics::gauge(std::string_view name, std::string_view help,
                                        const domain::MetricLabels& labels) {
    return find_or_make<AtomicGauge>(name, help, labels);
}

domain::Durations& PrometheusMetrics::durations(std::string_view name, std::string_view help,
                                                const domain::MetricLabels& labels) {
    return find_or_make<ShardedDurations>(name, help, labels);
}

std::vector<domain::DurationSummary> PrometheusMetrics::summaries(std::string_view name) const {
    std::vector<domain::DurationSummary> result;
    const std::lock_guard lock(mutex_);
    const auto family = families_.find(name);
    if (family == families_.end()) return result;
    for (const auto& [key, series] : family->second.series) {
        const auto* durations = std::get_if<std::unique_ptr<ShardedDurations>>(&series);
        if (durations == nullptr) continue;
        const ShardedDurations::Snapshot now = (*durations)->snapshot();
        if (now.count() == 0) continue;
        result.push_back({.labels = family->second.labels.at(key),
                          .count = now.count(),
                          .p50 = now.quantile(0.5),
                          .p95 = now.quantile(0.95),
                          .p99 = now.quantile(0.99)});
    }
    return result;
}

std::string PrometheusMetrics::exposition(std::span<const domain::Measurement> measured_now) const {
    std::string out;
    out.reserve(64UL * 1024);
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, family] : families_) {
            append_family(out, name, family.help, type_of(family.series.begin()->second.index()));
            for (const auto& [labels, series] : family.series)
                std::visit(AppendSeries{out, name, labels}, series);
        }
    }
    append_measurements(out, measured_now);
    append_measurements(out, process_measurements());
    return out;
}

}  // namespace neurec::infrastructure::telemetry
