#include "application/services/password_check.hpp"

#include <chrono>
#include <cstdint>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] std::int64_t steady_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

PasswordCheck::PasswordCheck(const domain::AccountRepository& accounts,
                             domain::PasswordHasher& hasher, LoginThrottle& throttle)
    : accounts_(accounts),
      hasher_(hasher),
      throttle_(throttle),
      nobodys_hash_(hasher.hash("nobody has this password")) {}

bool PasswordCheck::operator()(const std::optional<domain::Account>& account,
                               std::string_view email, std::string_view password,
                               std::string_view address) const {
    // The throttle knows an account by what the database compares: its email in another case or
    // form gives nobody further attempts.
    const std::string key = accounts_.key_of(email);
    const std::int64_t now = steady_seconds();
    if (const auto wait = throttle_.wait(key, address, now))
        throw domain::TooManyAttempts("Too many failed logins; wait before the next one", *wait);

    const bool has_password = account && account->credentials;
    const std::string& hash = has_password ? account->credentials->password_hash : nobodys_hash_;
    const bool agrees = hasher_.verify(hash, password);
    if (agrees && has_password) {
        throttle_.succeeded(key);
        return true;
    }
    throttle_.failed(key, address, now);
    return false;
}

}  // namespace neurec::application
