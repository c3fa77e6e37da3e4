#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::tests {

/// One rating in a made data set; ids count from 1.
struct Star {
    std::int64_t user;
    std::int64_t movie;
    float stars;
    std::int64_t timestamp = domain::kUnknownTime;
};

/// Users 1..users without demographics, movies 1..movies called "Movie <id> (2000)" without genres,
/// and these ratings.
inline domain::Dataset small_dataset(std::int64_t users, std::int64_t movies,
                                     const std::vector<Star>& stars) {
    std::vector<domain::User> all_users;
    for (std::int64_t id = 1; id <= users; ++id)
        all_users.push_back({domain::UserId{id}, {}});
    std::vector<domain::Movie> all_movies;
    for (std::int64_t id = 1; id <= movies; ++id)
        all_movies.push_back({domain::MovieId{id}, "Movie " + std::to_string(id) + " (2000)", {}});
    std::vector<domain::Rating> ratings;
    for (const Star& star : stars)
        ratings.push_back(
            {domain::UserId{star.user}, domain::MovieId{star.movie}, star.stars, star.timestamp});
    return {std::move(all_users), std::move(all_movies), ratings};
}

}  // namespace neurec::tests
