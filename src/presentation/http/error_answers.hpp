#pragma once

#include <stdexcept>
#include <string>

#include "domain/ports/logger.hpp"
#include "presentation/http/message.hpp"

namespace neurec::presentation::http {

/// A body that is not of a kind that the endpoint reads: 415.
struct UnsupportedMediaType : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The answer to the exception being handled: the one place where errors become HTTP. To be called
/// in a catch block. What has run out (memory, threads, descriptors, disk space) is 503. What
/// nobody foresaw is 500: the client sees the request's id, the log the error.
[[nodiscard]] Response answer_to_current_exception(const Request& request, domain::Logger& logger);

}  // namespace neurec::presentation::http
