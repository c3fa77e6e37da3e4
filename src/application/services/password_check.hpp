#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "application/services/login_throttle.hpp"
#include "domain/models/account.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/password_hasher.hpp"

namespace neurec::application {

/// Tells whether somebody knows an account's password, at the pace that the throttle allows.
/// Thread-safe.
class PasswordCheck {
  public:
    /// The ports and the throttle must outlive it. Computes one hash.
    PasswordCheck(const domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
                  LoginThrottle& throttle);

    /// Whether that is the password of the account with this email, where there is one; the same
    /// work where there is none. `address`: where the request comes from. Counts failures;
    /// TooManyAttempts after too many of them, without looking at the password.
    [[nodiscard]] bool operator()(const std::optional<domain::Account>& account,
                                  std::string_view email, std::string_view password,
                                  std::string_view address) const;

  private:
    const domain::AccountRepository& accounts_;
    domain::PasswordHasher& hasher_;
    LoginThrottle& throttle_;
    std::string nobodys_hash_;  ///< checked where there is no account, so that it takes as long
};

}  // namespace neurec::application
