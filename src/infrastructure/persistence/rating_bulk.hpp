#pragma once

#include <cstdint>
#include <span>
#include <unordered_set>

#include "domain/models/rating.hpp"

namespace neurec::infrastructure::persistence {

/// Ratings of one request on their way into the table, inside a transaction that somebody else
/// began and ends.
class RatingBulk {
  public:
    using Ids = std::unordered_set<std::int64_t>;

    virtual ~RatingBulk() = default;
    /// Those of `ids` that no user has.
    [[nodiscard]] virtual Ids unknown_users(const Ids& ids) = 0;
    [[nodiscard]] virtual Ids unknown_movies(const Ids& ids) = 0;
    /// Stores them; of a user and movie that have a rating it is replaced. `ratings` are in
    /// ascending order of user and movie, each pair once.
    virtual void store(std::span<const domain::Rating> ratings) = 0;
};

}  // namespace neurec::infrastructure::persistence
