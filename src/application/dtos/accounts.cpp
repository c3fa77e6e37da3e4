#include "application/dtos/accounts.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] std::optional<domain::Gender> gender_of(std::optional<GenderLetter> letter) {
    if (!letter) return std::nullopt;
    return *letter == GenderLetter::F ? domain::Gender::female : domain::Gender::male;
}

}  // namespace

UserPublic public_form(const domain::Account& account) {
    UserPublic user;
    user.id = account.id.value;
    if (account.credentials) {
        user.username = account.credentials->username;
        user.email = account.credentials->email;
    }
    user.age = account.demographics.age;
    if (const auto gender = account.demographics.gender)
        user.gender = *gender == domain::Gender::female ? GenderLetter::F : GenderLetter::M;
    user.occupation = account.demographics.occupation;
    return user;
}

domain::Demographics demographics_of(const UserSchema& user) {
    return {.age = user.age, .gender = gender_of(user.gender), .occupation = user.occupation};
}

void apply(const UserChanges& changes, domain::Demographics& known) {
    if (changes.age) known.age = *changes.age;
    if (changes.gender) known.gender = gender_of(*changes.gender);
    if (changes.occupation) known.occupation = *changes.occupation;
}

}  // namespace neurec::application
