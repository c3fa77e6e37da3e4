#pragma once

#include <chrono>
#include <cstddef>

namespace neurec::presentation::http {

/// Every limit of the server in one place. What goes beyond one is refused with a defined answer;
/// nothing waits for ever and nothing grows without bound.
struct ServerLimits {
    using Milliseconds = std::chrono::milliseconds;

    // Sizes, and the answer beyond them. The header is the request line and all headers; a body is
    // refused before it is read where its length is announced.
    std::size_t target_bytes = 8UL * 1024;   ///< 414
    std::size_t header_bytes = 16UL * 1024;  ///< 431
    std::size_t body_bytes = 1024UL * 1024;  ///< 413
    /// Of routes that take lists of thousands (RouteInfo::takes_bulk); 413.
    std::size_t bulk_body_bytes = 4UL * 1024 * 1024;

    // Times; beyond them the connection is closed. A request that is still queued when its total
    // has passed is answered 503.
    Milliseconds idle{60'000};      ///< between two requests of a connection
    Milliseconds header{10'000};    ///< from a request's first byte to the end of its header
    Milliseconds body{20'000};      ///< for reading a body
    Milliseconds total{30'000};     ///< from a request's first byte to its answer's last
    Milliseconds stall{5'000};      ///< while sending, for the client to take any of it
    Milliseconds drain{10'000};     ///< at the stop, for requests in progress
    Milliseconds lingering{1'000};  ///< reading on after a refusal, so that the client sees it

    // Numbers. Beyond the connections, what is answered at once (health) still is; beyond the
    // reserve, connections are closed without an answer.
    std::size_t requests_per_connection = 10'000;  ///< then "Connection: close"
    std::size_t connections = 4'096;               ///< 503
    std::size_t connections_in_reserve = 64;       ///< above those
    std::size_t connections_per_address = 1'024;   ///< 503
    /// Bytes of answers that are being sent, in all; while there are more, requests are answered
    /// 503 instead of being run.
    std::size_t answers_bytes = 64UL * 1024 * 1024;
    std::size_t bulk_bodies = 64;       ///< larger than body_bytes, in hand; 503
    std::size_t queued_requests = 512;  ///< waiting for a worker; 503 at once
    std::size_t queued_logins = 64;     ///< and others that hash passwords, likewise
};

}  // namespace neurec::presentation::http
