#include "application/services/time_split.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

/// Two users rate before and after 1,000 seconds, a third comes afterwards.
domain::Dataset two_ages() {
    return tests::small_dataset(3, 4,
                                {{1, 1, 5, 100},
                                 {1, 2, 4, 1000},
                                 {2, 2, 5, 200},
                                 {2, 3, 2, 300},
                                 {2, 1, 3, 2000},
                                 {2, 4, 5, 2100},
                                 {3, 3, 5, 3000},
                                 {3, 4, 5, 3100}});
}

}  // namespace

TEST(SplitByTime, TrainsOnWhatCameBeforeOneMoment) {
    const EvaluationSplit split = split_by_time(two_ages(), 0.625);

    EXPECT_EQ(split.description.find("ratings from 1970-01-01T00:16:40Z on held out"), 0)
        << split.description;
    EXPECT_EQ(split.training.rating_count(), 3);
    EXPECT_EQ(split.training.users().size(), 2) << "the third is not known yet";
    EXPECT_EQ(split.catalogue.ranked, (std::vector<domain::MovieIndex>{0, 1, 2}));
}

TEST(SplitByTime, AsksForWhatIsLikedAfterwardsAmongTheMoviesKnownThen) {
    const EvaluationSplit split = split_by_time(two_ages(), 0.625);

    ASSERT_EQ(split.settings.size(), 3);
    EXPECT_EQ(split.settings[0].name, "everybody");
    ASSERT_EQ(split.settings[0].tasks.size(), 2);
    ASSERT_EQ(split.settings[1].tasks.size(), 1) << "the second user finds nothing that counts";
    const RankingTask& known = split.settings[1].tasks[0];
    EXPECT_EQ(known.profile.ratings,
              (std::vector<domain::RatedMovie>{{domain::MovieId{1}, 5.0F, 100}}));
    EXPECT_EQ(known.profile.asked_at, 1000);
    EXPECT_EQ(known.known, (std::vector<domain::MovieIndex>{0}));
    EXPECT_EQ(known.relevant, (std::vector<domain::MovieIndex>{1}));
    ASSERT_EQ(split.settings[2].tasks.size(), 1);
    const RankingTask& newcomer = split.settings[2].tasks[0];
    EXPECT_TRUE(newcomer.profile.ratings.empty());
    EXPECT_EQ(newcomer.relevant, (std::vector<domain::MovieIndex>{2}));
}

TEST(SplitByTime, TakesARatingWithoutATimeForAnOldOne) {
    const EvaluationSplit split = split_by_time(
        tests::small_dataset(2, 2, {{1, 1, 5}, {2, 1, 5, 100}, {1, 2, 5, 200}, {2, 2, 5, 150}}),
        0.3);
    EXPECT_EQ(split.training.rating_count(), 3);
    EXPECT_EQ(split.settings[0].tasks.size(), 1);
}

TEST(SplitByTime, RefusesRatingsThatNoMomentSeparates) {
    EXPECT_THROW((void)split_by_time(tests::small_dataset(1, 2, {{1, 1, 5}, {1, 2, 5}}), 0.5),
                 domain::InvalidInput);
    EXPECT_THROW((void)split_by_time(tests::small_dataset(1, 2, {{1, 1, 5, 9}, {1, 2, 5, 9}}), 0.5),
                 domain::InvalidInput);
}

}  // namespace neurec::application
