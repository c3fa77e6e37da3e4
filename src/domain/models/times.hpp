#pragma once

#include <cstdint>

#include "domain/models/rating.hpp"

/// Which times of a rating can be meant. All in seconds since 1970 UTC; nothing before 1970 is
/// stored, since 0 stands for a time that is not known.
namespace neurec::domain {

/// Two clocks may differ so much, in seconds.
inline constexpr std::int64_t kClockTolerance = 300;

/// Whether a rating can have been given then, by somebody's clock, when ours says `now`.
[[nodiscard]] constexpr bool is_in_the_future(std::int64_t time, std::int64_t now) {
    return time > kClockTolerance && time - kClockTolerance > now;
}

}  // namespace neurec::domain
