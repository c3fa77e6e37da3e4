#include "infrastructure/deep_learning/recency.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "domain/models/rating.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kUnknown = domain::kUnknownTime;
constexpr Recency kRecency{.boost = 3, .span = 2, .session = 60};

TEST(Recency, HalvesByOrderAndNotBySeconds) {
    const float one = std::exp(-0.5F);
    EXPECT_THAT(recency_decays(std::vector<std::int64_t>{5, 6, 900'000}, 2),
                ElementsAre(FloatNear(one * one, 1e-6F), FloatNear(one, 1e-6F), 1.0F));
}

TEST(Recency, CountsRatingsOfOneMomentAlike) {
    EXPECT_THAT(recency_decays(std::vector<std::int64_t>{5, 7, 7, 9}, 2),
                ElementsAre(FloatNear(std::exp(-1.5F), 1e-6F), FloatNear(std::exp(-0.5F), 1e-6F),
                            FloatNear(std::exp(-0.5F), 1e-6F), 1.0F));
}

TEST(Recency, WeighsOneOnAverageAndTheNewestMost) {
    const std::vector<float> weights =
        recency_weights(std::vector<std::int64_t>{1, 2, 3, 4}, 64, kRecency);

    ASSERT_THAT(weights, SizeIs(4));
    EXPECT_TRUE(std::ranges::is_sorted(weights));
    EXPECT_FLOAT_EQ(std::accumulate(weights.begin(), weights.end(), 0.0F), 4.0F);
    EXPECT_NEAR(weights[3] / weights[1], 4 / (1 + 3 * std::exp(-1.0F)), 1e-5);
}

TEST(Recency, TakesTimesInAnyOrder) {
    const std::vector<float> ascending =
        recency_weights(std::vector<std::int64_t>{1, 2, 2, 9}, 9, kRecency);
    EXPECT_THAT(recency_weights(std::vector<std::int64_t>{2, 9, 1, 2}, 9, kRecency),
                ElementsAre(ascending[1], ascending[3], ascending[0], ascending[2]));
}

TEST(Recency, CountsAllAlikeWhereATimeIsUnknownOrNothingWasLearned) {
    const std::vector<std::int64_t> known = {1, 2, 3};
    EXPECT_THAT(recency_decays(std::vector<std::int64_t>{kUnknown, 2, 3}, 2), IsEmpty());
    EXPECT_THAT(recency_weights(std::vector<std::int64_t>{kUnknown, 2, 3}, 4, kRecency),
                Each(1.0F));
    EXPECT_THAT(recency_weights(known, 4, std::nullopt), Each(1.0F));
    EXPECT_THAT(recency_weights(std::vector<std::int64_t>{7, 7, 7}, 7, kRecency),
                Each(FloatNear(1.0F, 1e-6F)));
    EXPECT_THAT(recency_weights({}, 7, kRecency), IsEmpty());
}

TEST(Recency, HasNoSessionWithATimeInTheFuture) {
    EXPECT_THAT(recency_weights(std::vector<std::int64_t>{100, 4'070'908'800}, 200, kRecency),
                Each(1.0F));
    EXPECT_FALSE(is_in_session(std::numeric_limits<std::int64_t>::max(), 200, 60));
    EXPECT_TRUE(is_in_session(205, 200, 60)) << "two clocks may differ by some seconds";
}

TEST(Recency, EndsWithTheSession) {
    const std::vector<std::int64_t> times = {100, 200};
    EXPECT_GT(recency_weights(times, 200, kRecency)[1], 1.0F);
    EXPECT_GT(recency_weights(times, 260, kRecency)[1], 1.0F);
    EXPECT_THAT(recency_weights(times, 261, kRecency), Each(1.0F));
    EXPECT_THAT(recency_weights(times, kUnknown, kRecency), Each(1.0F));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
