#include "application/services/bootstrap.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace neurec::application {

TEST(BootstrapMean, CoversTheNormalIntervalOfManyValues) {
    // 400 zeros and 600 ones: the mean's standard error is √(0.6·0.4/1000).
    std::vector<double> values(1000, 1.0);
    std::fill_n(values.begin(), 400, 0.0);
    const double half = 1.96 * std::sqrt(0.6 * 0.4 / 1000);

    const Estimate estimate = bootstrap_mean(values, 4000, 7);

    EXPECT_DOUBLE_EQ(estimate.mean, 0.6);
    EXPECT_NEAR(estimate.low, 0.6 - half, 0.003);
    EXPECT_NEAR(estimate.high, 0.6 + half, 0.003);
}

TEST(BootstrapMean, IsTheSameForTheSameSeedAndDiffersForAnother) {
    const std::array<double, 5> values = {0.1, 0.9, 0.4, 0.3, 0.7};

    EXPECT_EQ(bootstrap_mean(values, 100, 3), bootstrap_mean(values, 100, 3));
    EXPECT_NE(bootstrap_mean(values, 100, 3), bootstrap_mean(values, 100, 4));
}

TEST(BootstrapMean, OfEqualValuesHasNoWidth) {
    EXPECT_EQ(bootstrap_mean(std::array{0.5, 0.5, 0.5}, 50, 1), (Estimate{0.5, 0.5, 0.5}));
}

TEST(BootstrapMean, OfNothingIsZero) {
    EXPECT_EQ(bootstrap_mean({}, 50, 1), Estimate{});
}

TEST(SpreadOf, DividesByOneLessThanTheNumberOfValues) {
    EXPECT_EQ(spread_of(std::array{1.0, 2.0, 3.0}), (Spread{2, 1}));
    EXPECT_EQ(spread_of(std::array{4.0}), (Spread{4, 0}));
    EXPECT_EQ(spread_of({}), (Spread{0, 0}));
}

}  // namespace neurec::application
