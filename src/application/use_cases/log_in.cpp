#include "application/use_cases/log_in.hpp"

#include <algorithm>
#include <chrono>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] std::int64_t steady_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// The throttle's name for an account: one email in different cases is one account.
[[nodiscard]] std::string account_key(std::string_view email) {
    std::string key(email);
    std::ranges::transform(key, key.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return key;
}

}  // namespace

LogIn::LogIn(domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
             domain::TokenService& tokens, LoginThrottle& throttle)
    : accounts_(accounts),
      hasher_(hasher),
      tokens_(tokens),
      throttle_(throttle),
      nobodys_hash_(hasher.hash("nobody has this password")) {}

Token LogIn::operator()(const LoginForm& form, std::string_view address) const {
    const std::string key = account_key(form.username);
    const std::int64_t now = steady_seconds();
    if (const auto wait = throttle_.wait(key, address, now))
        throw domain::TooManyAttempts("Too many failed logins; wait before the next one", *wait);

    const auto account = accounts_.find_by_email(form.username);
    const bool has_password = account && account->credentials;
    const std::string& hash = has_password ? account->credentials->password_hash : nobodys_hash_;
    const bool agrees = hasher_.verify(hash, form.password);
    if (!agrees || !has_password) {
        throttle_.failed(key, address, now);
        throw domain::Unauthenticated("Incorrect email or password");
    }
    throttle_.succeeded(key);
    if (hasher_.needs_rehash(hash))
        accounts_.replace_hash(account->id, hash, hasher_.hash(form.password));
    return {.access_token = tokens_.issue(account->id, account->credentials->token_version)};
}

}  // namespace neurec::application
