#include "application/services/reliability.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace neurec::application {

TEST(Reliability, WeighsEachBinsGapByItsPairs) {
    Reliability reliability;
    // One bin predicts 0.52 and sees 1 of 2; another predicts 0.12 and sees 0 of 2.
    reliability.add(0.52F, true);
    reliability.add(0.52F, false);
    reliability.add(0.12F, false);
    reliability.add(0.12F, false);

    const Calibration calibration = reliability.calibration();

    ASSERT_EQ(calibration.bins.size(), 20);
    EXPECT_EQ(calibration.bins[10].pairs, 2);
    EXPECT_NEAR(calibration.bins[10].mean_predicted, 0.52, 1e-6);
    EXPECT_DOUBLE_EQ(calibration.bins[10].share_relevant, 0.5);
    EXPECT_EQ(calibration.bins[2].pairs, 2);
    EXPECT_NEAR(calibration.expected_error, (2 * 0.02 + 2 * 0.12) / 4, 1e-6);
}

TEST(Reliability, KeepsTheEndsOfTheScaleAndWhatIsBeyondThem) {
    Reliability reliability;
    for (const float p : {1.0F, 1.5F, -0.5F, 0.0F, std::numeric_limits<float>::quiet_NaN()})
        reliability.add(p, false);

    const Calibration calibration = reliability.calibration();

    EXPECT_EQ(calibration.bins.front().pairs, 3);
    EXPECT_EQ(calibration.bins.back().pairs, 2);
    EXPECT_DOUBLE_EQ(calibration.bins.back().mean_predicted, 1);
}

TEST(Reliability, MergesToTheSameAsAddingEverythingToOne) {
    Reliability first;
    first.add(0.25F, true);
    Reliability second;
    second.add(0.75F, false);
    second.add(0.25F, false);
    Reliability whole;
    whole.add(0.25F, true);
    whole.add(0.75F, false);
    whole.add(0.25F, false);

    first.merge(second);

    EXPECT_EQ(first.calibration(), whole.calibration());
}

TEST(Reliability, OfNothingHasNoError) {
    EXPECT_EQ(Reliability().calibration().expected_error, 0);
}

}  // namespace neurec::application
