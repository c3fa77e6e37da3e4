#include "infrastructure/baselines/random_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/small_dataset.hpp"

namespace neurec::infrastructure::baselines {

TEST(RandomOrder, IsTheSameForTheSameProfileAndAnotherForAnother) {
    const RandomOrder scorer(tests::small_dataset(1, 50, {{1, 1, 5}}));
    domain::UserProfile older;
    older.demographics.age = 60;
    std::vector<float> scores(50);
    std::vector<float> again(50);
    std::vector<float> of_older(50);

    scorer.score({}, scores);
    scorer.score({}, again);
    scorer.score(older, of_older);

    EXPECT_EQ(scores, again);
    EXPECT_NE(scores, of_older);
}

TEST(RandomOrder, FavoursNoMovie) {
    const RandomOrder scorer(tests::small_dataset(1, 4, {{1, 1, 5}}));
    std::vector<float> scores(4);
    std::vector<int> wins(4);
    for (int age = 0; age < 4000; ++age) {
        domain::UserProfile profile;
        profile.demographics.age = age;
        scorer.score(profile, scores);
        ++wins[static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin())];
    }
    for (const int each : wins)
        EXPECT_NEAR(each, 1000, 130) << "more than four deviations from a quarter";
}

}  // namespace neurec::infrastructure::baselines
