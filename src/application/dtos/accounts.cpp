#include "application/dtos/accounts.hpp"

namespace neurec::application {

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
    domain::Demographics known{.age = user.age, .gender = {}, .occupation = user.occupation};
    if (user.gender)
        known.gender =
            *user.gender == GenderLetter::F ? domain::Gender::female : domain::Gender::male;
    return known;
}

}  // namespace neurec::application
