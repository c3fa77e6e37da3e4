#pragma once

#include <cstdint>
#include <optional>

#include "domain/errors.hpp"
#include "domain/models/account.hpp"
#include "domain/models/ids.hpp"

namespace neurec::application {

/// Who makes a request.
struct Caller {
    std::optional<domain::UserId> user;  ///< nothing: somebody without a token
    bool may_act_for_anyone = false;     ///< an admin, or where accounts are not enforced
    std::int64_t token_version = 0;      ///< of the token that says so
};

/// Forbidden unless the caller is that user or may act for anyone.
inline void require_self(const Caller& caller, domain::UserId user) {
    if (!caller.may_act_for_anyone && caller.user != user)
        throw domain::Forbidden("Not enough permissions");
}

/// Unauthenticated where the account is the caller's and has ended their token since it was
/// checked.
inline void require_living_token(const Caller& caller, const domain::Account& account) {
    if (caller.user == account.id && account.credentials &&
        account.credentials->token_version != caller.token_version)
        throw domain::Unauthenticated("Could not validate credentials");
}

}  // namespace neurec::application
