#include "infrastructure/retrieval/candidate_artefacts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace neurec::infrastructure::retrieval {
namespace {

using domain::Dataset;
using domain::Movie;
using domain::MovieId;
using domain::Rating;
using domain::UserId;
using testing::ElementsAre;
using testing::FloatEq;
using testing::IsEmpty;

std::vector<std::uint32_t> row(const MovieLists& lists, std::size_t r) {
    return {lists.movie.begin() + lists.begin[r], lists.movie.begin() + lists.begin[r + 1]};
}
std::vector<float> weights(const MovieLists& lists, std::size_t r) {
    return {lists.weight.begin() + lists.begin[r], lists.weight.begin() + lists.begin[r + 1]};
}

/// Likes: user 1 → 10, 20; user 2 → 10, 20, 30; user 3 → 10; user 4 → none (dislikes 10).
Dataset four_users() {
    const auto rating = [](int user, int movie, float stars) {
        return Rating{UserId{user}, MovieId{movie}, stars, domain::kUnknownTime};
    };
    const std::vector<Rating> ratings = {rating(1, 10, 5), rating(1, 20, 4), rating(2, 10, 4),
                                         rating(2, 20, 5), rating(2, 30, 4), rating(3, 10, 5),
                                         rating(3, 30, 3), rating(4, 10, 1)};
    return {{{UserId{1}, {}}, {UserId{2}, {}}, {UserId{3}, {}}, {UserId{4}, {}}},
            {{MovieId{10}, "A", {}}, {MovieId{20}, "B", {}}, {MovieId{30}, "C", {}}},
            ratings};
}

TEST(NormaliseRows, ScalesEachRowToLengthOneAndLeavesZeros) {
    std::vector<float> rows = {3, 4, 0, 0, -5, 0};

    normalise_rows(rows, 2);

    EXPECT_THAT(rows, ElementsAre(FloatEq(0.6F), FloatEq(0.8F), 0, 0, FloatEq(-1), 0));
}

TEST(IndexedUsers, AreAllUpToAHundredThousandAndThenThatManySpreadEvenly) {
    const auto of_users = [](std::size_t users) {
        std::vector<domain::User> people;
        for (std::size_t i = 0; i < users; ++i)
            people.push_back({UserId{static_cast<std::int64_t>(i)}, {}});
        return indexed_users({people, {}, {}});
    };

    EXPECT_THAT(of_users(3), ElementsAre(0U, 1U, 2U));
    const std::vector<domain::UserIndex> some = of_users(250'000);
    EXPECT_EQ(some.size(), 100'000U);
    EXPECT_EQ(std::set(some.begin(), some.end()).size(), some.size());
    EXPECT_GT(some.back(), 249'990U);
}

TEST(LikesOfUsers, ListWhatEachLiked) {
    const domain::Dataset dataset = four_users();
    const MovieLists likes = likes_of_users(dataset, indexed_users(dataset));

    ASSERT_EQ(likes.rows(), 4U);
    EXPECT_THAT(row(likes, 0), ElementsAre(0U, 1U));
    EXPECT_THAT(row(likes, 1), ElementsAre(0U, 1U, 2U));
    EXPECT_THAT(row(likes, 2), ElementsAre(0U));
    EXPECT_THAT(row(likes, 3), IsEmpty());
    EXPECT_THAT(likes.weight, IsEmpty());
}

TEST(LikesOfUsers, AreAtMostFiftyDifferentOnes) {
    std::vector<Movie> movies;
    std::vector<Rating> ratings;
    for (int i = 0; i < 170; ++i) {
        movies.push_back({MovieId{i}, "M", {}});
        ratings.push_back({UserId{1}, MovieId{i}, 5, domain::kUnknownTime});
    }

    const domain::Dataset dataset({{UserId{1}, {}}}, movies, ratings);
    const std::vector<std::uint32_t> likes =
        row(likes_of_users(dataset, indexed_users(dataset)), 0);

    EXPECT_EQ(likes.size(), 50U);
    EXPECT_EQ(std::set(likes.begin(), likes.end()).size(), 50U);
    EXPECT_GT(likes.back(), 160U) << "spread over all that was liked";
}

TEST(CoLikedMovies, AreWeightedByTheCosineOfTheirLikes) {
    const MovieLists lists = co_liked_movies(four_users());

    ASSERT_EQ(lists.rows(), 3U);
    // Likes: A 3, B 2, C 1; together: A and B 2, A and C 1, B and C 1.
    EXPECT_THAT(row(lists, 0), ElementsAre(1U, 2U));
    EXPECT_THAT(weights(lists, 0),
                ElementsAre(FloatEq(2 / std::sqrt(6.0F)), FloatEq(1 / std::sqrt(3.0F))));
    EXPECT_THAT(row(lists, 1), ElementsAre(0U, 2U));
    EXPECT_THAT(weights(lists, 1),
                ElementsAre(FloatEq(2 / std::sqrt(6.0F)), FloatEq(1 / std::sqrt(2.0F))));
    EXPECT_THAT(row(lists, 2), ElementsAre(1U, 0U));
}

TEST(StrongestOfRows, KeepThePositiveCoefficientsHighestFirst) {
    const std::vector<std::uint32_t> begin = {0, 4, 4, 5};
    const std::vector<std::uint32_t> column = {0, 2, 1, 2, 0};
    const std::vector<float> coefficient = {9, 0.5F, 0.75F, -1, 0.25F};

    const MovieLists lists = strongest_of_rows(begin, column, coefficient);

    EXPECT_THAT(lists.begin, ElementsAre(0U, 2U, 2U, 3U));
    EXPECT_THAT(row(lists, 0), ElementsAre(1U, 2U));
    EXPECT_THAT(weights(lists, 0), ElementsAre(0.75F, 0.5F));
    EXPECT_THAT(row(lists, 2), ElementsAre(0U));
}

TEST(StrongestOfRows, KeepAtMostThirtyTwo) {
    std::vector<std::uint32_t> column(100);
    std::vector<float> coefficient(100);
    for (std::uint32_t i = 0; i < 100; ++i) {
        column[i] = i + 1;
        coefficient[i] = static_cast<float>(i + 1);
    }

    const MovieLists lists =
        strongest_of_rows(std::vector<std::uint32_t>{0, 100}, column, coefficient);

    ASSERT_EQ(lists.movie.size(), 32U);
    EXPECT_EQ(lists.movie.front(), 100U);
    EXPECT_EQ(lists.movie.back(), 69U);
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
