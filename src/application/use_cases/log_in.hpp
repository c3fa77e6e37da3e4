#pragma once

#include <string_view>

#include "application/dtos/accounts.hpp"
#include "application/services/password_check.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/password_hasher.hpp"
#include "domain/ports/token_service.hpp"

namespace neurec::application {

/// A token for an email and its password. Thread-safe.
class LogIn {
  public:
    /// The ports and the check must outlive it.
    LogIn(domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
          domain::TokenService& tokens, const PasswordCheck& check)
        : accounts_(accounts), hasher_(hasher), tokens_(tokens), check_(check) {}

    /// `address`: where the request comes from. Unauthenticated, in the same words and after the
    /// same work, for an unknown email and for a wrong password; TooManyAttempts after too many of
    /// either.
    [[nodiscard]] Token operator()(const LoginForm& form, std::string_view address) const;

  private:
    domain::AccountRepository& accounts_;
    domain::PasswordHasher& hasher_;
    domain::TokenService& tokens_;
    const PasswordCheck& check_;
};

}  // namespace neurec::application
