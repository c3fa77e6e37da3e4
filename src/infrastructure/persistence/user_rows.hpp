#pragma once

#include <vector>

#include "domain/models/user_profile.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// All users by ascending id.
std::vector<domain::User> load_users(soci::session& session);

}  // namespace neurec::infrastructure::persistence
