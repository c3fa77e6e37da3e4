#include "domain/models/user_profile.hpp"

#include <algorithm>
#include <utility>

namespace neurec::domain {

void sort_by_time(std::vector<RatedMovie>& ratings) {
    std::ranges::sort(ratings, [](const RatedMovie& a, const RatedMovie& b) {
        return std::pair(a.timestamp, a.movie) < std::pair(b.timestamp, b.movie);
    });
}

std::optional<Gender> gender_from_letter(std::string_view letter) {
    if (letter == "M") return Gender::male;
    if (letter == "F") return Gender::female;
    return std::nullopt;
}

std::string_view letter_of(Gender gender) {
    return gender == Gender::male ? "M" : "F";
}

}  // namespace neurec::domain
