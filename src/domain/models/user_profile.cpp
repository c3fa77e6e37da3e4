#include "domain/models/user_profile.hpp"

namespace neurec::domain {

std::optional<Gender> gender_from_letter(std::string_view letter) {
    if (letter == "M") return Gender::male;
    if (letter == "F") return Gender::female;
    return std::nullopt;
}

std::string_view letter_of(Gender gender) {
    return gender == Gender::male ? "M" : "F";
}

}  // namespace neurec::domain
