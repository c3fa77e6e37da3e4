#include "infrastructure/training/seed_batch.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;

/// Users 1 and 2 and 30 movies: user 1 likes movies 1..5 and dislikes 6..10; user 2 likes all 30.
domain::Dataset two_users() {
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id) {
        movies.push_back({MovieId{id}, "M", {}});
        if (id <= 10) ratings.push_back({UserId{1}, MovieId{id}, id <= 5 ? 5.0F : 2.0F});
        ratings.push_back({UserId{2}, MovieId{id}, 4});
    }
    return {{{UserId{1}, {}}, {UserId{2}, {}}}, movies, ratings};
}

TEST(NegativeSampler, GivesEachLikeFourMoviesThatTheUserHasNotRated) {
    const domain::Dataset data = two_users();
    NegativeSampler sampler(data);
    ASSERT_EQ(sampler.positives(), 35);
    domain::Random random(1);
    const std::vector<std::uint32_t> first_five{0, 1, 2, 3, 4};  // user 1's

    const PairBatch& batch = sampler.draw(first_five, random);

    ASSERT_EQ(batch.labels.size(), 25);
    for (std::size_t i = 0; i < 25; ++i) {
        EXPECT_EQ(batch.users[i], 0);
        EXPECT_EQ(batch.labels[i], i % 5 == 0 ? 1 : 0);
        if (i % 5 == 0) {
            EXPECT_LT(batch.movies[i], 5);
        } else {
            EXPECT_GE(batch.movies[i], 10) << "the first ten are rated, liked or not";
        }
    }
}

TEST(NegativeSampler, GivesNoneToWhoHasRatedEverything) {
    const domain::Dataset data = two_users();
    NegativeSampler sampler(data);
    domain::Random random(1);
    const PairBatch& batch = sampler.draw(std::vector<std::uint32_t>{5, 6, 7}, random);
    EXPECT_EQ(batch.labels, (std::vector<float>{1, 1, 1}));
    EXPECT_EQ(batch.users, (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(NegativeSampler, DrawsThemAnew) {
    const domain::Dataset data = two_users();
    NegativeSampler sampler(data);
    domain::Random random(1);
    const std::vector<std::uint32_t> some{0, 1, 2, 3, 4};
    const std::vector<std::int64_t> first = sampler.draw(some, random).movies;
    EXPECT_NE(sampler.draw(some, random).movies, first);
}

}  // namespace
}  // namespace neurec::infrastructure::training
