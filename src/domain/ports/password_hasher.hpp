#pragma once

#include <string>
#include <string_view>

namespace neurec::domain {

/// Turns passwords into what may be stored, and checks them against it. Thread-safe; at most a few
/// run at a time (each takes tens of MiB), further callers wait. Without that memory: Unavailable,
/// never an answer about the password.
class PasswordHasher {
  public:
    virtual ~PasswordHasher() = default;
    /// Salted, with the algorithm and its parameters in the text. Every byte of the password
    /// counts.
    [[nodiscard]] virtual std::string hash(std::string_view password) = 0;
    /// Takes the same time whether or not they agree. A text that is no hash never agrees.
    [[nodiscard]] virtual bool verify(const std::string& hash, std::string_view password) = 0;
    /// Whether the hash was made with weaker parameters than hash() would use now.
    [[nodiscard]] virtual bool needs_rehash(const std::string& hash) const = 0;
};

}  // namespace neurec::domain
