#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/models/ids.hpp"
#include "domain/models/rating.hpp"

namespace neurec::domain {

enum class Gender : std::uint8_t { female, male };

/// MovieLens 1M's occupations are the codes 0..20; their names are in its README.
inline constexpr int kOccupations = 21;
inline constexpr int kHighestAge = 150;

/// What a person may tell about themselves; each part may be unknown.
struct Demographics {
    std::optional<int> age;  ///< years, 0..kHighestAge
    std::optional<Gender> gender;
    std::optional<int> occupation;  ///< 0..kOccupations-1
    bool operator==(const Demographics&) const = default;
};

/// All that a recommendation may depend on: who someone is and what they have rated.
/// At most one rating a movie.
struct UserProfile {
    Demographics demographics;
    std::vector<RatedMovie> ratings;  ///< the newest last, where that is known
    /// When the recommendation is asked for: seconds since 1970 UTC, or kUnknownTime.
    std::int64_t asked_at = kUnknownTime;
    bool operator==(const UserProfile&) const = default;
};

/// Orders a profile's ratings by time, those of one time by movie; what has no known time comes
/// first, as the oldest.
void sort_by_time(std::vector<RatedMovie>& ratings);

struct User {
    UserId id;
    Demographics demographics;
    bool operator==(const User&) const = default;
};

/// "M" and "F" as data sets and the API write them; nothing for any other text.
std::optional<Gender> gender_from_letter(std::string_view letter);
std::string_view letter_of(Gender gender);

}  // namespace neurec::domain
