#include "infrastructure/training/recency_boost.hpp"

#include <gtest/gtest.h>

#include "domain/random.hpp"
#include "support/small_dataset.hpp"

namespace neurec::infrastructure::training {
namespace {

constexpr std::int64_t kUsers = 150;
constexpr std::int64_t kMovies = 40;

/// Two tastes, movies 1..20 and 21..40; each user likes twelve of one and then four of the other.
domain::Dataset people_who_change(bool times_are_known, bool in_order) {
    domain::Random random(5);
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= kUsers; ++user) {
        const std::int64_t first = user % 2 == 0 ? 1 : 21;
        const std::int64_t then = 22 - first;
        std::vector<std::int64_t> movies;
        for (std::int64_t i = 0; i < 12; ++i)
            movies.push_back(first + (user + i) % 20);
        for (std::int64_t i = 0; i < 4; ++i)
            movies.push_back(then + (user + i) % 20);
        if (!in_order) random.shuffle(std::span(movies));
        for (std::size_t i = 0; i < movies.size(); ++i)
            stars.push_back(
                {user, movies[i], 5.0F, times_are_known ? 1000 + static_cast<std::int64_t>(i) : 0});
    }
    return tests::small_dataset(kUsers, kMovies, stars);
}

/// Every movie speaks for the others of its taste alike.
deep_learning::ItemItemPath path_of_tastes() {
    deep_learning::ItemItemPath path{.begin = {0}, .weight = 1};
    for (std::uint32_t row = 0; row < kMovies; ++row) {
        for (std::uint32_t column = 0; column < kMovies; ++column)
            if (column != row && column / 20 == row / 20) {
                path.movie.push_back(column);
                path.coefficient.push_back(0.1F + 0.001F * static_cast<float>(column % 7));
            }
        path.begin.push_back(static_cast<std::uint32_t>(path.movie.size()));
    }
    return path;
}

TEST(LearnRecency, FindsThatTheNewestLikesTellMoreWherePeopleChange) {
    const RecencySettings settings{.boosts = {0, 1, 3, 10}, .span = 3};
    const auto recency = learn_recency(people_who_change(true, true), path_of_tastes(), settings);

    ASSERT_TRUE(recency);
    EXPECT_EQ(recency->boost, 10);
    EXPECT_EQ(recency->span, 3);
}

TEST(LearnRecency, LearnsNothingFromTimesThatMeanNothing) {
    EXPECT_EQ(learn_recency(people_who_change(true, false), path_of_tastes(), {.span = 3}),
              std::nullopt);
}

TEST(LearnRecency, LearnsNothingWithoutTimes) {
    EXPECT_EQ(learn_recency(people_who_change(false, true), path_of_tastes(), {.span = 3}),
              std::nullopt);
}

TEST(LearnRecency, LearnsNothingFromTooFew) {
    const domain::Dataset data = people_who_change(true, true);
    EXPECT_TRUE(learn_recency(data, path_of_tastes(), {.span = 3, .fewest_users = kUsers}));
    EXPECT_FALSE(learn_recency(data, path_of_tastes(), {.span = 3, .fewest_users = kUsers + 1}));
    EXPECT_FALSE(learn_recency(data, path_of_tastes(), {.span = 3, .fewest_likes = 17}));
}

TEST(LearnRecency, LearnsNothingFromPeopleWithOneLike) {
    const domain::Dataset data =
        tests::small_dataset(2, kMovies, {{1, 1, 5.0F, 1000}, {2, 2, 5.0F, 1000}});
    EXPECT_FALSE(
        learn_recency(data, path_of_tastes(), {.span = 3, .fewest_likes = 1, .fewest_users = 1}));
}

/// Every third user changes as in people_who_change(); the others only try the other taste and come
/// back, so that their newest likes but one mislead.
domain::Dataset every_third_changes() {
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= kUsers; ++user) {
        const std::int64_t first = user % 2 == 0 ? 1 : 21;
        const std::int64_t then = 22 - first;
        const bool changes = user % 3 == 1;
        for (std::int64_t i = 0; i < 16; ++i) {
            const bool is_other = i >= 12 && (changes || i < 15);
            stars.push_back({user, (is_other ? then : first) + (user + i) % 20, 5.0F, 1000 + i});
        }
    }
    return tests::small_dataset(kUsers, kMovies, stars);
}

TEST(LearnRecency, AsksNoMoreUsersThanItIsToldAndThoseEvenly) {
    const domain::Dataset data = every_third_changes();
    EXPECT_FALSE(learn_recency(data, path_of_tastes(), {.span = 3, .fewest_users = 20}));
    EXPECT_TRUE(learn_recency(data, path_of_tastes(),
                              {.span = 3, .fewest_users = 20, .most_users = kUsers / 3}));
}

}  // namespace
}  // namespace neurec::infrastructure::training
