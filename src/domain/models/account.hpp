#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/models/ids.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::domain {

enum class Role : std::uint8_t { user, admin };

/// How somebody logs in, and what they may do. Users of an imported data set have none.
struct Credentials {
    std::string username;
    std::string email;          ///< as it was given; unique, as AccountRepository compares names
    std::string password_hash;  ///< as PasswordHasher made it
    Role role = Role::user;
    /// Tokens carry it; one that is older than this is dead. Begins at random, so that no token
    /// outlives its user in another one who is given the same id.
    std::int64_t token_version = 0;
    bool operator==(const Credentials&) const = default;
};

/// A user with everything but their ratings.
struct Account {
    UserId id;
    std::optional<Credentials> credentials;  ///< nothing for users of an imported data set
    Demographics demographics;
    /// Rises with every change of what is stored: an update names the one that it was made from.
    std::int64_t revision = 0;
    bool operator==(const Account&) const = default;
};

}  // namespace neurec::domain
