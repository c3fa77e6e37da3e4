#pragma once

#include <cmath>
#include <cstdint>

#include "domain/models/ids.hpp"

namespace neurec::domain {

inline constexpr float kLowestRating = 0.5F;
inline constexpr float kHighestRating = 5.0F;
/// Ratings from here on count as "liked"; everything below as "disliked".
inline constexpr float kLikedFrom = 4.0F;
/// The timestamp of a rating whose time is not known (as in half of our copy of MovieLens 1M).
inline constexpr std::int64_t kUnknownTime = 0;

/// One movie with the stars that someone gave it.
struct RatedMovie {
    MovieId movie;
    float rating = 0;                       ///< stars, kLowestRating..kHighestRating
    std::int64_t timestamp = kUnknownTime;  ///< seconds since 1970 UTC, or kUnknownTime
    bool operator==(const RatedMovie&) const = default;
};

/// One user's rating of one movie.
struct Rating {
    UserId user;
    MovieId movie;
    float rating = 0;
    std::int64_t timestamp = kUnknownTime;
    bool operator==(const Rating&) const = default;
};

[[nodiscard]] constexpr bool is_liked(float rating) {
    return rating >= kLikedFrom;
}
[[nodiscard]] inline bool is_valid_rating(float rating) {
    return std::isfinite(rating) && rating >= kLowestRating && rating <= kHighestRating;
}

}  // namespace neurec::domain
