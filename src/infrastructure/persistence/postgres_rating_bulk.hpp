#pragma once

#include <soci/soci.h>

#include <string>

#include "infrastructure/persistence/rating_bulk.hpp"

namespace neurec::infrastructure::persistence {

/// One statement for all rows, which travel as arrays: a round trip a row would cost more than the
/// row.
class PostgresRatingBulk : public RatingBulk {
  public:
    explicit PostgresRatingBulk(soci::session& session);

    [[nodiscard]] Ids unknown_users(const Ids& ids) override;
    [[nodiscard]] Ids unknown_movies(const Ids& ids) override;
    void store(std::span<const domain::Rating> ratings) override;

  private:
    [[nodiscard]] Ids unknown(const Ids& ids, soci::statement& known);

    // PostgreSQL's texts of arrays ("{1,2,3}"), read by the statements.
    std::string ids_;
    std::string users_;
    std::string movies_;
    std::string stars_;
    std::string timestamps_;
    long long found_ = 0;
    soci::statement known_users_;
    soci::statement known_movies_;
    soci::statement upsert_;
};

}  // namespace neurec::infrastructure::persistence
