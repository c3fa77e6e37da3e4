#pragma once

#include "domain/ports/rating_repository.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// The table of ratings. `database` must outlive it.
class SqlRatingRepository : public domain::RatingRepository {
  public:
    explicit SqlRatingRepository(Database& database) : database_(database) {}

    [[nodiscard]] domain::UnknownInBulk store(std::span<const domain::Rating> ratings) override;
    [[nodiscard]] domain::RatingPage of_user(domain::UserId user, std::uint64_t offset,
                                             std::uint32_t limit) override;
    bool remove(domain::UserId user, domain::MovieId movie) override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
