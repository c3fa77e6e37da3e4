#include "application/services/new_movies_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

using tests::Star;

/// 12 users; 20 movies that all of them rate (odd users like them, even ones do not) and one movie
/// that a single user rates.
domain::Dataset divided() {
    std::vector<Star> stars;
    for (std::int64_t user = 1; user <= 12; ++user)
        for (std::int64_t movie = 1; movie <= 20; ++movie)
            stars.push_back({user, movie, user % 2 == 1 ? 5.0F : 2.0F});
    stars.push_back({1, 21, 5});
    return tests::small_dataset(12, 21, stars);
}

}  // namespace

TEST(SplitNewMovies, TrainsOnNoRatingOfAHeldOutMovieButKeepsTheMovies) {
    const EvaluationSplit split = split_new_movies(divided(), 0.2, 1);

    ASSERT_EQ(split.catalogue.ranked.size(), 4);
    EXPECT_EQ(split.training.movies().size(), 21);
    EXPECT_EQ(split.training.rating_count(), 12 * 16 + 1);
    const auto counts = split.training.ratings_per_movie();
    for (const domain::MovieIndex movie : split.catalogue.ranked)
        EXPECT_EQ(counts[movie], 0);
}

TEST(SplitNewMovies, AsksWhoeverLikesAHeldOutMovieForAllThatTheyLike) {
    const EvaluationSplit split = split_new_movies(divided(), 0.2, 1);

    ASSERT_EQ(split.settings.size(), 1);
    ASSERT_EQ(split.settings[0].tasks.size(), 6) << "the odd users";
    for (const RankingTask& task : split.settings[0].tasks) {
        EXPECT_EQ(task.relevant, split.catalogue.ranked);
        EXPECT_TRUE(task.known.empty());
        EXPECT_GE(task.profile.ratings.size(), 16);
    }
}

TEST(SplitNewMovies, NeverHoldsOutAMovieThatFewRate) {
    std::set<domain::MovieIndex> held_out;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const EvaluationSplit split = split_new_movies(divided(), 0.5, seed);
        held_out.insert(split.catalogue.ranked.begin(), split.catalogue.ranked.end());
    }
    EXPECT_EQ(held_out.size(), 20) << "every movie with ten ratings, sooner or later";
    EXPECT_FALSE(held_out.contains(20));
}

TEST(SplitNewMovies, IsTheSameForTheSameSeedAndDiffersForAnother) {
    const auto ranked = [](std::uint64_t seed) {
        return split_new_movies(divided(), 0.2, seed).catalogue.ranked;
    };
    EXPECT_EQ(ranked(1), ranked(1));
    EXPECT_NE(ranked(1), ranked(2));
}

TEST(SplitNewMovies, RefusesDataWithoutAMovieToHoldOut) {
    const domain::Dataset data = tests::small_dataset(2, 2, {{1, 1, 5}, {2, 2, 5}});
    EXPECT_THROW((void)split_new_movies(data, 0.5, 1), domain::InvalidInput);
}

}  // namespace neurec::application
