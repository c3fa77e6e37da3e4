#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/rating.hpp"

namespace neurec::domain {

/// Positions in a bulk of ratings whose user or movie does not exist.
struct UnknownInBulk {
    std::vector<std::size_t> users;
    std::vector<std::size_t> movies;
    [[nodiscard]] bool empty() const { return users.empty() && movies.empty(); }
};

struct RatingPage {
    std::vector<Rating> ratings;
    std::uint64_t total = 0;  ///< without offset and limit
};

/// The ratings. Implementations are thread-safe; a failing database is Unavailable.
class RatingRepository {
  public:
    virtual ~RatingRepository() = default;
    /// Stores all of them in one transaction, or none where a user or movie does not exist. A
    /// rating replaces the one that its user gave the movie before; in a bulk the last counts.
    [[nodiscard]] virtual UnknownInBulk store(std::span<const Rating> ratings) = 0;
    /// Up to `limit` of a user's ratings from position `offset` on, by ascending movie id.
    [[nodiscard]] virtual RatingPage of_user(UserId user, std::uint64_t offset,
                                             std::uint32_t limit) = 0;
    /// False where there is no such rating.
    virtual bool remove(UserId user, MovieId movie) = 0;
};

}  // namespace neurec::domain
