#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/models/account.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/token_service.hpp"

namespace neurec::application {

/// An account that is logged in.
struct OpenSession {
    domain::Account account;
    std::int64_t expires_at = 0;  ///< seconds since 1970 UTC
};

/// The token of an "Authorization: Bearer …" header; nothing where the header is empty or of
/// another scheme.
[[nodiscard]] std::optional<std::string_view> bearer_token(std::string_view authorization);

/// Who a request's token stands for. Thread-safe.
class Authenticator {
  public:
    /// The ports must outlive it.
    Authenticator(domain::AccountRepository& accounts, const domain::TokenService& tokens)
        : accounts_(accounts), tokens_(tokens) {}

    /// Whose token that is and until when it lives; nothing for one that is not ours, has expired,
    /// or is older than its user's password, and for one whose user is gone.
    [[nodiscard]] std::optional<OpenSession> session_of(std::string_view token) const;
    /// The account of a token; Unauthenticated for one that session_of knows nothing of.
    [[nodiscard]] domain::Account require(std::string_view token) const;

  private:
    domain::AccountRepository& accounts_;
    const domain::TokenService& tokens_;
};

}  // namespace neurec::application
