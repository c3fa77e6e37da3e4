#include "application/services/most_shown_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

/// 40 users who rate all of ten movies with two stars.
domain::Dataset displeased() {
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= 40; ++user)
        for (std::int64_t movie = 1; movie <= 10; ++movie)
            stars.push_back({user, movie, 2});
    return tests::small_dataset(40, 10, stars);
}

}  // namespace

TEST(SplitMostShown, HoldsOutHalfOfFewUsersWhoShowFourFifthsOfWhatTheyRated) {
    const EvaluationSplit split = split_most_shown(displeased(), 1);

    EXPECT_EQ(split.training.users().size(), 20);
    ASSERT_EQ(split.settings.size(), 1);
    ASSERT_EQ(split.settings[0].tasks.size(), 20);
    for (const RankingTask& task : split.settings[0].tasks) {
        EXPECT_EQ(task.known.size(), 8);
        EXPECT_EQ(task.relevant.size(), 2) << "every rating is positive";
        for (const domain::MovieIndex movie : task.relevant)
            EXPECT_EQ(std::ranges::count(task.known, movie), 0);
    }
}

TEST(SplitMostShown, TakesEveryRatingForALike) {
    const EvaluationSplit split = split_most_shown(displeased(), 1);

    EXPECT_EQ(split.training.likes_per_movie(), std::vector<std::uint32_t>(10, 20));
    for (const domain::RatedMovie& shown : split.settings[0].tasks[0].profile.ratings)
        EXPECT_EQ(shown.rating, domain::kHighestRating);
}

TEST(SplitMostShown, HoldsOutFiveHundredOfManyUsers) {
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= 1200; ++user) {
        stars.push_back({user, 1, 5});
        stars.push_back({user, 2, 5});
    }
    const EvaluationSplit split = split_most_shown(tests::small_dataset(1200, 2, stars), 3);
    EXPECT_EQ(split.training.users().size(), 700);
}

TEST(SplitMostShown, RefusesTooFewUsers) {
    EXPECT_THROW((void)split_most_shown(tests::small_dataset(1, 1, {{1, 1, 5}}), 1),
                 domain::InvalidInput);
}

}  // namespace neurec::application
