#pragma once

#include <cstdint>

namespace neurec::domain {

/// The time of day, so that tests can set it. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    /// Seconds since 1970 UTC.
    [[nodiscard]] virtual std::int64_t now() const = 0;
};

}  // namespace neurec::domain
