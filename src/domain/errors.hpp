#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

/// The errors that end a request or a command. What is merely expected to be absent is an
/// `std::optional`.
namespace neurec::domain {

enum class ErrorKind {
    invalid_input,      ///< what the caller gave does not fit; HTTP 422, exit code 2
    not_found,          ///< what the caller named does not exist; HTTP 404, exit code 3
    conflict,           ///< what the caller asks contradicts what is stored; HTTP 409, exit code 4
    unauthenticated,    ///< who calls is not known; HTTP 401
    forbidden,          ///< the caller may not do this; HTTP 403, exit code 5
    too_many_attempts,  ///< the caller has to wait; HTTP 429
    unavailable,  ///< a resource is missing for now (no model, database away, disk full); HTTP 503,
                  ///< exit code 6
    interrupted,  ///< the person stopped it (Ctrl-C); exit code 130
};

/// An error with a message for people: what happened, to what, and what to do about it.
/// Turned into an HTTP answer or an exit code in one place (presentation), never by callers in
/// between.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

  private:
    ErrorKind kind_;
};

struct InvalidInput : Error {
    explicit InvalidInput(const std::string& message) : Error(ErrorKind::invalid_input, message) {}
};
struct NotFound : Error {
    explicit NotFound(const std::string& message) : Error(ErrorKind::not_found, message) {}
};
struct Conflict : Error {
    explicit Conflict(const std::string& message) : Error(ErrorKind::conflict, message) {}
};
struct Unauthenticated : Error {
    explicit Unauthenticated(const std::string& message)
        : Error(ErrorKind::unauthenticated, message) {}
};
/// Says after how many seconds it is worth trying again.
class TooManyAttempts : public Error {
  public:
    TooManyAttempts(const std::string& message, std::int64_t wait)
        : Error(ErrorKind::too_many_attempts, message), wait_(wait) {}
    [[nodiscard]] std::int64_t wait() const noexcept { return wait_; }

  private:
    std::int64_t wait_;
};
struct Forbidden : Error {
    explicit Forbidden(const std::string& message) : Error(ErrorKind::forbidden, message) {}
};
struct Unavailable : Error {
    explicit Unavailable(const std::string& message) : Error(ErrorKind::unavailable, message) {}
};
struct Interrupted : Error {
    explicit Interrupted(const std::string& message) : Error(ErrorKind::interrupted, message) {}
};

}  // namespace neurec::domain
