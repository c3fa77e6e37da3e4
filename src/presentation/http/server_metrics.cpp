#include "presentation/http/server_metrics.hpp"

#include <algorithm>
#include <string>

namespace neurec::presentation::http {

namespace {

[[nodiscard]] domain::Durations& stage(domain::Metrics& metrics, const char* name) {
    return metrics.durations("neurec_http_stage_seconds", "Where the time of requests goes.",
                             {{"stage", name}});
}

template <std::size_t Count>
[[nodiscard]] std::array<domain::Counter*, Count> by_reason(
    domain::Metrics& metrics, const char* name, const char* help,
    const std::array<const char*, Count>& reasons) {
    std::array<domain::Counter*, Count> result{};
    std::ranges::transform(reasons, result.begin(), [&](const char* reason) {
        return &metrics.counter(name, help, {{"reason", reason}});
    });
    return result;
}

}  // namespace

ServerMetrics::ServerMetrics(domain::Metrics& metrics, const Router& router)
    : router_(router),
      stages_{stage(metrics, "queue"), stage(metrics, "validate"), stage(metrics, "handle"),
              stage(metrics, "write")},
      in_flight_(metrics.gauge("neurec_http_requests_in_flight",
                               "Requests that have been read and not yet answered.")),
      queued_(metrics.gauge("neurec_http_queue_length", "Requests that wait for a worker.")),
      connections_(metrics.gauge("neurec_http_connections", "Open connections.")),
      connections_closed_unanswered_(
          metrics.counter("neurec_http_connections_closed_unanswered_total",
                          "Connections closed without an answer: there were too many.")),
      failed_handshakes_(metrics.counter("neurec_tls_failed_handshakes_total",
                                         "TLS handshakes that came to nothing.")),
      shed_(by_reason(metrics, "neurec_http_requests_shed_total",
                      "Requests turned away with 503 to keep the others going.",
                      std::array{"queue_full", "waited_too_long", "connections",
                                 "connections_per_address", "answers"})),
      refused_(by_reason(metrics, "neurec_http_requests_refused_total",
                         "Requests refused before they were routed.",
                         std::array{"malformed", "target_too_long", "header_too_large",
                                    "body_too_large", "bulk_bodies", "method", "expectation"})),
      timed_out_(by_reason(metrics, "neurec_http_timeouts_total",
                           "Connections closed because their time was up.",
                           std::array{"handshake", "idle", "header", "body", "write"})) {
    for (const Route& each : router.routes())
        routes_.push_back(series_for(metrics, name_of(each.info.method), each.info.path));
    routes_.push_back(series_for(metrics, "-", "-"));
}

ServerMetrics::RouteSeries ServerMetrics::series_for(domain::Metrics& metrics,
                                                     std::string_view method,
                                                     const std::string& route) {
    constexpr std::array kClasses{"1xx", "2xx", "3xx", "4xx", "5xx"};
    RouteSeries series;
    for (std::size_t i = 1; i < kStatusClasses; ++i)
        series.requests[i] = &metrics.counter(
            "neurec_http_requests_total", "Requests answered.",
            {{"method", std::string(method)}, {"route", route}, {"status", kClasses[i]}});
    series.requests[0] = series.requests[1];  // no answer is a 1xx
    series.duration =
        &metrics.durations(kRequestDurations, "From a request's first byte to its answer's last.",
                           {{"method", std::string(method)}, {"route", route}});
    return series;
}

void ServerMetrics::answered(const Route* route, int status,
                             std::chrono::nanoseconds duration) noexcept {
    const std::size_t position = route == nullptr
                                     ? routes_.size() - 1
                                     : static_cast<std::size_t>(route - router_.routes().data());
    RouteSeries& series = routes_[position];
    const int status_class = std::clamp(status / 100, 1, static_cast<int>(kStatusClasses));
    series.requests[static_cast<std::size_t>(status_class - 1)]->add();
    series.duration->observe(duration);
}

}  // namespace neurec::presentation::http
