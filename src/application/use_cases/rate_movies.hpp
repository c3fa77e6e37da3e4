#pragma once

#include <vector>

#include "application/dtos/ratings.hpp"
#include "application/services/caller.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/rating_repository.hpp"

namespace neurec::application {

/// Stores ratings, all of a request's or none. Thread-safe.
class RateMovies {
  public:
    RateMovies(domain::RatingRepository& ratings, const domain::Clock& clock)
        : ratings_(ratings), clock_(clock) {}
    /// Ratings without a time are given now. Forbidden where one is of another user;
    /// InvalidRequest for unknown users and movies and for what is no time, all of them at once.
    [[nodiscard]] std::vector<RatingPublic> operator()(
        const Caller& caller, const std::vector<RatingSchema>& ratings) const;

  private:
    domain::RatingRepository& ratings_;
    const domain::Clock& clock_;
};

/// One's own ratings.
class OwnRatings {
  public:
    explicit OwnRatings(domain::RatingRepository& ratings) : ratings_(ratings) {}
    [[nodiscard]] RatingList list(domain::UserId user, const PageQuery& query) const;
    /// NotFound for what is no rating's id. Forbidden for one of another user where the caller may
    /// not act for them, whether or not there is such a rating.
    void remove(const Caller& caller, const RatingPath& path) const;

  private:
    domain::RatingRepository& ratings_;
};

}  // namespace neurec::application
