#pragma once

#include <cstdint>

#include "domain/ports/clock.hpp"
#include "domain/ports/token_service.hpp"
#include "infrastructure/security/signing_keys.hpp"

namespace neurec::infrastructure::security {

/// JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256 and nothing else: the algorithm is ours,
/// whatever a token's header says. A token has sub (the user's id as text), ver, iat, exp and jti,
/// all required.
class JwtTokenService : public domain::TokenService {
  public:
    /// `life`: seconds from issue to expiry, 1 or more. `clock` must outlive this.
    JwtTokenService(SigningKeys keys, std::int64_t life, const domain::Clock& clock);

    [[nodiscard]] std::string issue(domain::UserId user, std::int64_t version) override;
    /// A token is dead in the second of its expiry. Accepts no clock skew.
    [[nodiscard]] std::optional<domain::AccessClaims> verify(std::string_view token) const override;

    /// Longer texts are refused unread.
    static constexpr std::size_t kLongestToken = 4096;

  private:
    SigningKeys keys_;
    std::int64_t life_;
    const domain::Clock& clock_;
};

}  // namespace neurec::infrastructure::security
