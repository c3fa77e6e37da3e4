#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "infrastructure/datasets/movielens_rows.hpp"

namespace neurec::infrastructure::datasets {

/// The times of one file of ratings. They are in seconds or in milliseconds since 1970, all of them
/// in the same: the first that is known tells, since seconds above 2·10¹⁰ would be after the year
/// 2600.
class RatingTimes {
  public:
    /// `now`: seconds since 1970 UTC, beyond which no rating is given.
    explicit RatingTimes(std::int64_t now) : now_(now) {}

    /// Seconds since 1970 for a time as the file has it, at least 0; 0 stays unknown. A time in the
    /// future, or in another unit than those before it, is a problem.
    [[nodiscard]] std::variant<std::int64_t, Problem> read(std::int64_t written);
    /// Of what was read so far.
    [[nodiscard]] bool are_milliseconds() const { return milliseconds_.value_or(false); }

  private:
    std::int64_t now_;
    std::optional<bool> milliseconds_;  ///< nothing before the first known time
};

}  // namespace neurec::infrastructure::datasets
