#include "application/use_cases/report_statistics.hpp"

#include <algorithm>
#include <utility>

namespace neurec::application {

namespace {

[[nodiscard]] std::string label(const domain::DurationSummary& summary, std::string_view name) {
    const auto found =
        std::ranges::find(summary.labels, name, &domain::MetricLabels::value_type::first);
    return found == summary.labels.end() ? "" : found->second;
}

[[nodiscard]] RouteLatency latency_of(const domain::DurationSummary& summary) {
    constexpr double kMilliseconds = 1000;
    return {.method = label(summary, "method"),
            .route = label(summary, "route"),
            .requests = summary.count,
            .p50_ms = kMilliseconds * summary.p50,
            .p95_ms = kMilliseconds * summary.p95,
            .p99_ms = kMilliseconds * summary.p99};
}

}  // namespace

ReportStatistics::ReportStatistics(domain::MovieStatistics& movies, const domain::Metrics& metrics,
                                   const ModelProvider& models, std::string request_durations)
    : movies_(movies),
      metrics_(metrics),
      models_(models),
      request_durations_(std::move(request_durations)) {}

Statistics ReportStatistics::operator()() const {
    const domain::StoreCounts counts = movies_.totals();
    Statistics statistics;
    statistics.users = counts.users;
    statistics.movies = counts.movies;
    statistics.ratings = counts.ratings;
    statistics.uptime_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    if (const std::string served = models_.state().served; !served.empty())
        statistics.model = served;
    for (const domain::DurationSummary& each : metrics_.summaries(request_durations_)) {
        statistics.routes.push_back(latency_of(each));
        statistics.requests += each.count;
    }
    std::ranges::stable_sort(statistics.routes, std::ranges::greater{}, &RouteLatency::requests);
    return statistics;
}

}  // namespace neurec::application
