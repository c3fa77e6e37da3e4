#pragma once

#include <chrono>
#include <cstddef>

namespace neurec::presentation::http {

/// Every limit of the server in one place. What goes beyond one is refused with a defined answer;
/// nothing waits for ever and nothing grows without bound.
struct ServerLimits {
    using Milliseconds = std::chrono::milliseconds;

    // Size                                       // beyond it
    std::size_t target_bytes = 8 * 1024;   ///< 414
    std::size_t header_bytes = 16 * 1024;  ///< request line and headers together: 431
    std::size_t body_bytes =
        1024 * 1024;  ///< 413, before the body is read where its length is announced

    // Time
    Milliseconds idle{60'000};    ///< between requests of one connection: closed
    Milliseconds header{10'000};  ///< from a request's first byte to the end of its headers: closed
    Milliseconds body{20'000};    ///< for reading a body: closed
    Milliseconds total{
        30'000};  ///< from a request's first byte to the last one of its answer: a
                  ///< request still queued then is answered 503, a slow reader closed
    Milliseconds drain{10'000};  ///< at the stop: for requests in progress; then they are cut
    Milliseconds lingering{
        1'000};  ///< reading on after a refusal, so that the client gets to see it

    // Number
    std::size_t requests_per_connection = 10'000;  ///< then the answer says "Connection: close"
    std::size_t connections =
        4'096;  ///< 503 and closed; what is answered at once (health) still is
    std::size_t connections_in_reserve =
        64;  ///< for those above; beyond them: closed without an answer
    std::size_t connections_per_address = 1'024;  ///< 503 and closed
    std::size_t queued_requests = 512;  ///< waiting for a worker; 503 with Retry-After at once
};

}  // namespace neurec::presentation::http
