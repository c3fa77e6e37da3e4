#include "infrastructure/baselines/item_knn.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/small_dataset.hpp"

namespace neurec::infrastructure::baselines {

namespace {

/// Movie 1 is liked by users 1, 2, 3; movie 2 by 1, 2; movie 3 by 1, 4; movie 4 by nobody.
domain::Dataset four_movies() {
    return tests::small_dataset(
        4, 4,
        {{1, 1, 5}, {2, 1, 5}, {3, 1, 4}, {1, 2, 5}, {2, 2, 4}, {1, 3, 4}, {4, 3, 5}, {3, 4, 2}});
}

domain::UserProfile who_rates(std::int64_t movie, float stars) {
    return {{}, {{domain::MovieId{movie}, stars}}};
}

}  // namespace

TEST(ItemKnn, ScoresByTheShrunkCosine) {
    const ItemKnn knn(four_movies(), domain::Positives::liked, 10, 3);
    std::vector<float> scores(4);

    knn.score(who_rates(1, 5), scores);

    EXPECT_FLOAT_EQ(scores[0], 0) << "no movie is its own neighbour";
    EXPECT_NEAR(scores[1], 2 / (std::sqrt(3.0 * 2) + 10), 1e-6);
    EXPECT_NEAR(scores[2], 1 / (std::sqrt(3.0 * 2) + 10), 1e-6);
    EXPECT_FLOAT_EQ(scores[3], 0);
}

TEST(ItemKnn, AddsUpTheProfilesChoices) {
    const ItemKnn knn(four_movies(), domain::Positives::liked, 0, 3);
    std::vector<float> scores(4);

    knn.score({{}, {{domain::MovieId{1}, 5}, {domain::MovieId{2}, 4}}}, scores);

    EXPECT_NEAR(scores[2], 1 / std::sqrt(6.0) + 1 / std::sqrt(4.0), 1e-6);
}

TEST(ItemKnn, KeepsTheNearestNeighboursOfEachMovie) {
    const ItemKnn knn(four_movies(), domain::Positives::liked, 0, 1);
    std::vector<float> scores(4);

    // Movie 3 has movies 1 (1/√6) and 2 (1/√4) as candidates and keeps 2 alone.
    knn.score(who_rates(1, 5), scores);
    EXPECT_FLOAT_EQ(scores[2], 0);
    knn.score(who_rates(2, 5), scores);
    EXPECT_NEAR(scores[2], 0.5, 1e-6);
}

TEST(ItemKnn, PassesOverDislikedAndUnknownMovies) {
    const ItemKnn knn(four_movies(), domain::Positives::liked, 10, 3);
    std::vector<float> scores(4, -1);

    knn.score({{}, {{domain::MovieId{1}, 2}, {domain::MovieId{99}, 5}}}, scores);

    EXPECT_EQ(scores, (std::vector<float>{0, 0, 0, 0}));
}

}  // namespace neurec::infrastructure::baselines
