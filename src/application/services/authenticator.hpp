#pragma once

#include <optional>
#include <string_view>

#include "domain/models/account.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/token_service.hpp"

namespace neurec::application {

/// Who a request's token stands for. Thread-safe.
class Authenticator {
  public:
    /// The ports must outlive it.
    Authenticator(domain::AccountRepository& accounts, const domain::TokenService& tokens)
        : accounts_(accounts), tokens_(tokens) {}

    /// The account of an "Authorization: Bearer …" header; nothing where the header is empty or of
    /// another scheme. Unauthenticated for a token that is not ours, has expired, or is older than
    /// its user's password; and for one whose user is gone.
    [[nodiscard]] std::optional<domain::Account> identify(std::string_view authorization) const;

  private:
    domain::AccountRepository& accounts_;
    const domain::TokenService& tokens_;
};

}  // namespace neurec::application
