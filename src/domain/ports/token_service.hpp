#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/models/ids.hpp"

namespace neurec::domain {

/// What a valid access token says.
struct AccessClaims {
    UserId user;
    std::int64_t version =
        0;  ///< the user's token version when it was issued; an older one is dead
    std::int64_t expires_at = 0;  ///< seconds since 1970 UTC
    std::string id;               ///< unique to this token
    bool operator==(const AccessClaims&) const = default;
};

/// Issues and checks access tokens. Thread-safe.
class TokenService {
  public:
    virtual ~TokenService() = default;
    [[nodiscard]] virtual std::string issue(UserId user, std::int64_t version) = 0;
    /// The claims of a token that this service signed, with a key that is still valid, and that has
    /// not expired; nothing for any other text.
    [[nodiscard]] virtual std::optional<AccessClaims> verify(std::string_view token) const = 0;
};

}  // namespace neurec::domain
