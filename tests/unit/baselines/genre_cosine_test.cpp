#include "infrastructure/baselines/genre_cosine.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace neurec::infrastructure::baselines {

namespace {

/// A comedy, a comedy drama, a western, another comedy and a movie without genres; no ratings.
domain::Dataset five_movies() {
    return {{},
            {{domain::MovieId{1}, "One (2000)", {"Comedy"}},
             {domain::MovieId{2}, "Two (2000)", {"Comedy", "Drama"}},
             {domain::MovieId{3}, "Three (2000)", {"Western"}},
             {domain::MovieId{4}, "Four (2000)", {"Comedy"}},
             {domain::MovieId{5}, "Five (2000)", {}}},
            {}};
}

domain::UserProfile likes(std::initializer_list<std::int64_t> movies) {
    domain::UserProfile profile;
    for (const std::int64_t movie : movies)
        profile.ratings.push_back({domain::MovieId{movie}, 5, 0});
    return profile;
}

}  // namespace

TEST(GenreCosine, IsTheCosineOfGenreCounts) {
    const GenreCosine scorer(five_movies(), domain::Positives::liked);
    std::vector<float> scores(5, -1);

    scorer.score(likes({1, 2}), scores);

    // Liked: comedy twice, drama once.
    EXPECT_NEAR(scores[0], 2 / std::sqrt(5.0), 2e-5);
    EXPECT_NEAR(scores[1], 3 / std::sqrt(10.0), 2e-5);
    EXPECT_NEAR(scores[2], 0, 2e-5);
    EXPECT_NEAR(scores[4], 0, 2e-5);
}

TEST(GenreCosine, LeavesOutWhatIsNotLiked) {
    const GenreCosine scorer(five_movies(), domain::Positives::liked);
    domain::UserProfile profile = likes({1});
    profile.ratings.push_back({domain::MovieId{3}, 2, 0});
    std::vector<float> scores(5, -1);

    scorer.score(profile, scores);

    EXPECT_GT(scores[0], 0.9F);
    EXPECT_LT(scores[2], 0.1F);
}

TEST(GenreCosine, OrdersMoviesOfTheSameGenresByChanceAndAlikeForTheSameProfile) {
    const GenreCosine scorer(five_movies(), domain::Positives::liked);
    std::vector<float> scores(5);
    std::vector<float> again(5);
    int first_before_fourth = 0;
    for (int age = 1; age <= 100; ++age) {
        domain::UserProfile profile = likes({2});
        profile.demographics.age = age;
        scorer.score(profile, scores);
        scorer.score(profile, again);
        EXPECT_EQ(scores, again);
        first_before_fourth += scores[0] > scores[3] ? 1 : 0;
    }
    EXPECT_GT(first_before_fourth, 25);
    EXPECT_LT(first_before_fourth, 75);
}

}  // namespace neurec::infrastructure::baselines
