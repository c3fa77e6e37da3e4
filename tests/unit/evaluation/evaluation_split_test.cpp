#include "application/services/evaluation_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

using tests::Star;

/// 20 users who rate all of 8 movies with 5 stars, but movie 8 with 2.
domain::Dataset like_minded() {
    std::vector<Star> stars;
    for (std::int64_t user = 1; user <= 20; ++user)
        for (std::int64_t movie = 1; movie <= 8; ++movie)
            stars.push_back({user, movie, movie == 8 ? 2.0F : 5.0F});
    return tests::small_dataset(20, 9, stars);
}

}  // namespace

TEST(SplitNewUsers, KeepsHeldOutUsersOutOfTheTraining) {
    const domain::Dataset data = like_minded();

    const EvaluationSplit split = split_new_users(data, 0.2, std::array{0}, 1);

    EXPECT_EQ(split.training.users().size(), 16);
    EXPECT_EQ(split.training.rating_count(), 16 * 8);
    EXPECT_EQ(split.training.movies().size(), 9);
    EXPECT_EQ(split.settings.at(0).tasks.size(), 4);
    EXPECT_EQ(split.catalogue.ranked.size(), 8);
}

TEST(SplitNewUsers, AsksForTheLikedMoviesThatWereNotRevealed) {
    const domain::Dataset data = like_minded();

    const EvaluationSplit split = split_new_users(data, 0.2, std::array{0, 3}, 1);

    ASSERT_EQ(split.settings.at(1).name, "k = 3");
    for (const RankingTask& task : split.settings.at(0).tasks) {
        EXPECT_TRUE(task.profile.ratings.empty());
        EXPECT_EQ(task.relevant.size(), 7);
    }
    for (const RankingTask& task : split.settings.at(1).tasks) {
        EXPECT_EQ(task.profile.ratings.size(), 3);
        EXPECT_EQ(task.known.size(), 3);
        for (const domain::MovieIndex movie : task.relevant) {
            EXPECT_EQ(std::ranges::count(task.known, movie), 0);
            EXPECT_NE(movie, 7) << "movie 8 is not liked";
        }
    }
}

TEST(SplitNewUsers, LeavesOutUsersWithNothingLeftToFind) {
    // Everybody likes one of two movies; who reveals it has nothing relevant left.
    std::vector<Star> stars;
    for (std::int64_t user = 1; user <= 40; ++user) {
        stars.push_back({user, 1, 5});
        stars.push_back({user, 2, 1});
    }
    const EvaluationSplit split =
        split_new_users(tests::small_dataset(40, 2, stars), 0.5, std::array{0, 1}, 5);

    EXPECT_EQ(split.settings[0].tasks.size(), 20);
    EXPECT_GT(split.settings[1].tasks.size(), 0);
    EXPECT_LT(split.settings[1].tasks.size(), 20);
}

TEST(SplitNewUsers, DoesNotAskForMoviesThatTheTrainingDoesNotRate) {
    // Each user rates a movie of their own beside a common one.
    std::vector<Star> stars;
    for (std::int64_t user = 1; user <= 10; ++user) {
        stars.push_back({user, 100 + user, 5});
        stars.push_back({user, 1, 5});
    }
    const EvaluationSplit split =
        split_new_users(tests::small_dataset(10, 110, stars), 0.3, std::array{0}, 2);

    for (const RankingTask& task : split.settings[0].tasks)
        EXPECT_EQ(task.relevant, (std::vector<domain::MovieIndex>{0}));
}

TEST(SplitNewUsers, IsTheSameForTheSameSeedAndDiffersForAnother) {
    const domain::Dataset data = like_minded();
    const auto known = [&](std::uint64_t seed) {
        std::vector<std::vector<domain::MovieIndex>> all;
        const EvaluationSplit split = split_new_users(data, 0.5, std::array{3}, seed);
        for (const RankingTask& task : split.settings[0].tasks)
            all.push_back(task.known);
        return all;
    };

    EXPECT_EQ(known(1), known(1));
    EXPECT_NE(known(1), known(2));
}

TEST(SplitNewUsers, RefusesTooFewUsers) {
    const domain::Dataset data = tests::small_dataset(1, 2, {{1, 1, 5}, {1, 2, 5}});
    EXPECT_THROW((void)split_new_users(data, 0.2, std::array{0}, 1), domain::InvalidInput);
}

TEST(SplitLeaveOneOut, TrainsOnEverythingButTheHeldOutRatingsAndLikesItAll) {
    const domain::Dataset data =
        tests::small_dataset(2, 4, {{1, 1, 1}, {1, 2, 5, 700}, {2, 2, 3}, {2, 3, 2}});
    const domain::LeaveOneOutSplit given{"by hand", {{0, 1, {2, 3}}, {1, 2, {0}}}};

    const EvaluationSplit split = split_leave_one_out(data, given);

    EXPECT_EQ(split.training.rating_count(), 2);
    EXPECT_EQ(split.training.likes_per_movie(), (std::vector<std::uint32_t>{1, 1, 0, 0}));
    ASSERT_EQ(split.settings.size(), 1);
    const RankingTask& first = split.settings[0].tasks[0];
    EXPECT_EQ(first.profile.ratings,
              (std::vector<domain::RatedMovie>{{domain::MovieId{1}, 5.0F, 0}}));
    EXPECT_EQ(first.profile.asked_at, 700);
    EXPECT_EQ(first.known, (std::vector<domain::MovieIndex>{0}));
    EXPECT_EQ(first.relevant, (std::vector<domain::MovieIndex>{1}));
    EXPECT_EQ(first.negatives, (std::vector<domain::MovieIndex>{2, 3}));
    // A movie whose only rating is held out is ranked all the same.
    EXPECT_EQ(split.catalogue.ranked, (std::vector<domain::MovieIndex>{0, 1, 2}));
}

TEST(SampleLeaveOneOut, HoldsOutTheNewestRating) {
    const domain::Dataset data =
        tests::small_dataset(1, 4, {{1, 1, 5, 100}, {1, 2, 5, 300}, {1, 3, 5, 200}});
    const domain::Dataset with_another =
        tests::small_dataset(2, 4, {{1, 1, 5, 100}, {1, 2, 5, 300}, {1, 3, 5, 200}, {2, 4, 5}});

    EXPECT_THROW((void)sample_leave_one_out(data, 1), domain::InvalidInput) << "nothing is unrated";
    const domain::LeaveOneOutSplit split = sample_leave_one_out(with_another, 1);
    EXPECT_EQ(split.cases, (std::vector<domain::LeaveOneOutCase>{{0, 1, {3}}}));
}

TEST(SampleLeaveOneOut, DrawsNinetyNineDifferentUnratedMoviesThatOthersRate) {
    std::vector<Star> stars;
    for (std::int64_t movie = 1; movie <= 300; ++movie)
        stars.push_back({movie % 2 + 1, movie, 4});
    const domain::Dataset data = tests::small_dataset(2, 400, stars);

    const domain::LeaveOneOutSplit split = sample_leave_one_out(data, 9);

    ASSERT_EQ(split.cases.size(), 2);
    for (const domain::LeaveOneOutCase& test : split.cases) {
        const auto rated = data.ratings_of(test.user).movies;
        EXPECT_EQ(std::ranges::count(rated, test.held_out), 1);
        EXPECT_EQ(test.negatives.size(), 99);
        EXPECT_EQ(std::set(test.negatives.begin(), test.negatives.end()).size(), 99);
        for (const domain::MovieIndex movie : test.negatives) {
            EXPECT_LT(movie, 300);
            EXPECT_EQ(std::ranges::count(rated, movie), 0);
        }
    }
    EXPECT_EQ(sample_leave_one_out(data, 9).cases, split.cases);
    EXPECT_NE(sample_leave_one_out(data, 10).cases, split.cases);
}

}  // namespace neurec::application
