#include "application/use_cases/log_in.hpp"

#include <string>

#include "domain/errors.hpp"

namespace neurec::application {

Token LogIn::operator()(const LoginForm& form, std::string_view address) const {
    const auto account = accounts_.find_by_email(form.username);
    if (!check_(account, form.username, form.password, address))
        throw domain::Unauthenticated("Incorrect email or password");
    const domain::Credentials& credentials = *account->credentials;
    if (hasher_.needs_rehash(credentials.password_hash))
        accounts_.replace_hash(account->id, credentials.password_hash, hasher_.hash(form.password));
    return {.access_token = tokens_.issue(account->id, credentials.token_version)};
}

}  // namespace neurec::application
