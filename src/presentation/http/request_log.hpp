#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "domain/ports/logger.hpp"
#include "presentation/http/message.hpp"

namespace neurec::presentation::http {

/// A request and how it was answered.
struct AnsweredRequest {
    const Request& request;
    std::string_view route;  ///< the path's template; "-" where none was found
    int status = 0;
    std::size_t bytes = 0;  ///< of the answer, head and body, that were sent; 0: none could be
    std::chrono::nanoseconds duration{0};
};

/// One line: id, method, route, target, status, duration_us, bytes, client and, where it is known,
/// user_id. Never a body or a header.
void log_request(domain::Logger& logger, const AnsweredRequest& answered);

/// A target fit for a log: values of the query are "*", since any may be a secret; what is no
/// printable ASCII is percent-encoded; cut after 256 bytes.
[[nodiscard]] std::string loggable_target(std::string_view target);

}  // namespace neurec::presentation::http
