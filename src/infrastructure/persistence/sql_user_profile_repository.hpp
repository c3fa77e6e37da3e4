#pragma once

#include "domain/ports/repositories.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// Profiles by user id: two statements, each on a primary key. `database` must outlive it.
class SqlUserProfileRepository : public domain::UserProfileRepository {
  public:
    explicit SqlUserProfileRepository(Database& database) : database_(database) {}

    [[nodiscard]] std::optional<domain::UserProfile> find(domain::UserId id) override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
