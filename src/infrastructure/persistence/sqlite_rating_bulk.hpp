#pragma once

#include <memory>

#include "infrastructure/persistence/rating_bulk.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// Row by row with prepared statements.
class SqliteRatingBulk : public RatingBulk {
  public:
    explicit SqliteRatingBulk(soci::session& session);
    ~SqliteRatingBulk() override;

    [[nodiscard]] Ids unknown_users(const Ids& ids) override;
    [[nodiscard]] Ids unknown_movies(const Ids& ids) override;
    void store(std::span<const domain::Rating> ratings) override;

  private:
    class Existence;
    struct Upsert;

    std::unique_ptr<Existence> users_;
    std::unique_ptr<Existence> movies_;
    std::unique_ptr<Upsert> upsert_;
};

}  // namespace neurec::infrastructure::persistence
