#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "domain/ports/metrics.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// The metric of the time that requests took, from their first byte to the answer's last, by
/// "method" and "route".
inline constexpr const char* kRequestDurations = "neurec_http_request_duration_seconds";

/// Why a request that could be read was turned away with 503.
enum class ShedReason : std::uint8_t {
    queue_full,
    waited_too_long,
    connections,
    connections_per_address,
    answers,
};

/// Why a request was refused before it was routed.
enum class RefusalReason : std::uint8_t {
    malformed,
    target_too_long,
    header_too_large,
    body_too_large,
    bulk_bodies,
    method,
    expectation,
};

/// What a connection was waiting for when its time was up.
enum class TimeoutReason : std::uint8_t { handshake, idle, header, body, write };

/// What the server records about itself. Series are found by position, so that a request looks up
/// no name. Thread-safe.
class ServerMetrics {
  public:
    /// `router` is complete; both must outlive this.
    ServerMetrics(domain::Metrics& metrics, const Router& router);

    /// A request was answered, in this time from its first byte to its answer's last. `route`: of
    /// the router, or null where none was found.
    void answered(const Route* route, int status, std::chrono::nanoseconds duration) noexcept;
    void shed(ShedReason reason) noexcept { at(shed_, reason).add(); }
    void refused(RefusalReason reason) noexcept { at(refused_, reason).add(); }
    void timed_out(TimeoutReason reason) noexcept { at(timed_out_, reason).add(); }

    /// Where a request's time goes.
    struct Stages {
        domain::Durations& queue;     ///< waiting for a worker
        domain::Durations& validate;  ///< parsing and validating parameters and body
        domain::Durations& handle;    ///< the use case, and its answer as JSON
        domain::Durations& write;     ///< sending the answer
    };
    [[nodiscard]] const Stages& stages() const noexcept { return stages_; }
    [[nodiscard]] domain::Gauge& in_flight() const noexcept { return in_flight_; }
    [[nodiscard]] domain::Gauge& queued() const noexcept { return queued_; }
    [[nodiscard]] domain::Gauge& connections() const noexcept { return connections_; }
    /// Connections closed without an answer, beyond the reserve.
    [[nodiscard]] domain::Counter& connections_closed_unanswered() const noexcept {
        return connections_closed_unanswered_;
    }
    [[nodiscard]] domain::Counter& failed_handshakes() const noexcept { return failed_handshakes_; }

  private:
    static constexpr std::size_t kStatusClasses = 5;
    struct RouteSeries {
        std::array<domain::Counter*, kStatusClasses> requests{};
        domain::Durations* duration = nullptr;
    };
    template <std::size_t Count>
    using Reasons = std::array<domain::Counter*, Count>;

    template <std::size_t Count, class Reason>
    [[nodiscard]] static domain::Counter& at(const Reasons<Count>& reasons, Reason reason) {
        return *reasons[static_cast<std::size_t>(reason)];
    }
    [[nodiscard]] static RouteSeries series_for(domain::Metrics& metrics, std::string_view method,
                                                const std::string& route);

    const Router& router_;
    std::vector<RouteSeries> routes_;  ///< by position in the router; the last: no route
    Stages stages_;
    domain::Gauge& in_flight_;
    domain::Gauge& queued_;
    domain::Gauge& connections_;
    domain::Counter& connections_closed_unanswered_;
    domain::Counter& failed_handshakes_;
    Reasons<5> shed_;
    Reasons<7> refused_;
    Reasons<5> timed_out_;
};

}  // namespace neurec::presentation::http
