#include "infrastructure/training/validation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;

TEST(NdcgAt10, IsOneWhereEveryRelevantMovieIsOnTop) {
    const std::vector<float> scores{0.1F, 0.9F, 0.2F, 0.8F};
    EXPECT_DOUBLE_EQ(
        ndcg_at_10(scores, std::vector<bool>(4, true), {}, std::vector<domain::MovieIndex>{1, 3}),
        1);
}

TEST(NdcgAt10, DiscountsByRank) {
    const std::vector<float> scores{0.9F, 0.8F, 0.7F, 0.6F};
    const double expected = (1 / std::log2(3) + 1 / std::log2(5)) / (1 + 1 / std::log2(3));
    EXPECT_NEAR(
        ndcg_at_10(scores, std::vector<bool>(4, true), {}, std::vector<domain::MovieIndex>{1, 3}),
        expected, 1e-12);
}

TEST(NdcgAt10, RanksNeitherRevealedNorUnratedMovies) {
    const std::vector<float> scores{0.9F, 0.8F, 0.7F};
    const std::vector<bool> ranked{true, false, true};
    EXPECT_DOUBLE_EQ(ndcg_at_10(scores, ranked, std::vector<domain::MovieIndex>{0},
                                std::vector<domain::MovieIndex>{2}),
                     1);
}

TEST(NdcgAt10, CountsTiesAgainstTheModel) {
    const std::vector<float> equal(12, 0.5F);
    const std::vector<bool> ranked(12, true);
    const std::vector<domain::MovieIndex> one{0};
    EXPECT_EQ(ndcg_at_10(equal, ranked, {}, one), 0) << "eleven equals come first";
    const std::vector<domain::MovieIndex> three{0, 1, 2};
    const double last_place = 1 / std::log2(11);
    EXPECT_NEAR(ndcg_at_10(equal, ranked, {}, three),
                last_place / (1 + 1 / std::log2(3) + 1 / std::log2(4)), 1e-12);
}

TEST(NdcgAt10, TakesTheIdealListAsTenLong) {
    std::vector<float> scores(30);
    std::vector<domain::MovieIndex> relevant;
    for (std::uint32_t movie = 0; movie < 30; ++movie) {
        scores[movie] = static_cast<float>(movie);
        if (movie >= 10) relevant.push_back(movie);
    }
    EXPECT_DOUBLE_EQ(ndcg_at_10(scores, std::vector<bool>(30, true), {}, relevant), 1);
}

/// Two users and 30 movies: user 1 likes all; user 2 rates only movie 1, and dislikes it.
domain::Dataset two_users() {
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id) {
        movies.push_back({MovieId{id}, "M", {}});
        ratings.push_back({UserId{1}, MovieId{id}, 5});
    }
    ratings.push_back({UserId{2}, MovieId{1}, 2});
    return {{{UserId{1}, {30, std::nullopt, std::nullopt}}, {UserId{2}, {}}}, movies, ratings};
}

TEST(Validation, AsksAtEachNumberOfRevealedRatingsForTheLikesThatAreLeft) {
    const domain::Dataset data = two_users();
    std::vector<std::uint32_t> ratings_by_others(30, 1);
    ratings_by_others[7] = 0;
    const Validation validation(data, std::vector<domain::UserIndex>{0, 1}, ratings_by_others, 1);

    ASSERT_EQ(validation.cases().size(), kRevealedCounts.size())
        << "user 2 likes nothing and is left out";
    for (std::size_t i = 0; i < kRevealedCounts.size(); ++i) {
        const Validation::Case& each = validation.cases()[i];
        EXPECT_EQ(each.revealed_index, i);
        EXPECT_EQ(each.profile.ratings.size(), kRevealedCounts[i]);
        EXPECT_EQ(each.profile.demographics.age, 30);
        const bool shown_the_unranked = std::ranges::binary_search(each.revealed, 7U);
        EXPECT_EQ(each.relevant.size(), 30 - kRevealedCounts[i] - (shown_the_unranked ? 0 : 1));
        EXPECT_FALSE(std::ranges::binary_search(each.relevant, 7U)) << "nobody else has rated it";
        for (const domain::MovieIndex movie : each.revealed)
            EXPECT_FALSE(std::ranges::binary_search(each.relevant, movie));
    }
}

TEST(Validation, OfNobodyIsEmpty) {
    const domain::Dataset data = two_users();
    EXPECT_TRUE(Validation(data, {}, std::vector<std::uint32_t>(30, 1), 1).empty());
}

}  // namespace
}  // namespace neurec::infrastructure::training
