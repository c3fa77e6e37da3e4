#pragma once

#include <cstdint>
#include <optional>

#include "domain/errors.hpp"
#include "domain/models/ids.hpp"

namespace neurec::application {

/// Who makes a request.
struct Caller {
    std::optional<domain::UserId> user;  ///< nothing: somebody without a token
    bool may_act_for_anyone = false;     ///< an admin, or where accounts are not enforced
};

/// Forbidden unless the caller is that user or may act for anyone.
inline void require_self(const Caller& caller, domain::UserId user) {
    if (!caller.may_act_for_anyone && caller.user != user)
        throw domain::Forbidden("Not enough permissions");
}

}  // namespace neurec::application
