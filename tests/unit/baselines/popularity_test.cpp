#include "infrastructure/baselines/popularity.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/small_dataset.hpp"

namespace neurec::infrastructure::baselines {

TEST(Popularity, CountsLikesOrRatings) {
    const domain::Dataset data =
        tests::small_dataset(3, 3, {{1, 1, 5}, {2, 1, 4}, {3, 1, 3.5F}, {1, 2, 1}});
    std::vector<float> scores(3, -1);

    Popularity(data, domain::Positives::liked).score({}, scores);
    EXPECT_EQ(scores, (std::vector<float>{2, 0, 0}));

    Popularity(data, domain::Positives::rated).score({}, scores);
    EXPECT_EQ(scores, (std::vector<float>{3, 1, 0}));
}

}  // namespace neurec::infrastructure::baselines
