#include "infrastructure/training/catalogue_slice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace neurec::infrastructure::training {
namespace {

TEST(CatalogueSlice, IsTheWholeOfASmallCatalogueWithUnratedMoviesShutOut) {
    CatalogueSlice slice({true, false, true});
    domain::Random random(1);
    slice.choose(std::vector<domain::MovieIndex>{2}, random);

    EXPECT_TRUE(slice.is_whole());
    EXPECT_EQ(slice.movies(), (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_EQ(slice.corrections(), (std::vector<float>{0, CatalogueSlice::kNever, 0}));
    EXPECT_EQ(slice.position_of(2), 2);
}

TEST(CatalogueSlice, OfALargeCatalogueHoldsTheTargetsFirstAndOthersOnce) {
    std::vector<bool> rated(100, true);
    rated[50] = false;
    CatalogueSlice slice(rated, 10, 20);
    domain::Random random(1);
    const std::vector<domain::MovieIndex> targets{7, 3, 7};
    slice.choose(targets, random);

    ASSERT_EQ(slice.movies().size(), 22);
    EXPECT_EQ(slice.movies()[0], 7);
    EXPECT_EQ(slice.movies()[1], 3);
    const std::set<std::int64_t> different(slice.movies().begin(), slice.movies().end());
    EXPECT_EQ(different.size(), 22);
    EXPECT_FALSE(different.contains(50)) << "nobody has rated it";
    EXPECT_EQ(slice.position_of(3), 1);
    EXPECT_LT(slice.position_of(50), 0);
    EXPECT_EQ(slice.corrections()[0], 0);
    EXPECT_FLOAT_EQ(slice.corrections()[2], std::log(97.0F / 20.0F))
        << "99 rated less 2 targets, by 20";
}

TEST(CatalogueSlice, EstimatesTheSoftmaxsDenominatorWithoutBias) {
    std::vector<double> weights(1000);
    double total = 0;
    for (std::size_t movie = 0; movie < weights.size(); ++movie) {
        weights[movie] = std::exp(std::sin(static_cast<double>(movie)));
        total += weights[movie];
    }
    CatalogueSlice slice(std::vector<bool>(1000, true), 10, 100);
    const std::vector<domain::MovieIndex> targets{1, 2, 3};
    domain::Random random(5);

    double mean = 0;
    constexpr int kDraws = 2000;
    for (int draw = 0; draw < kDraws; ++draw) {
        slice.choose(targets, random);
        for (std::size_t i = 0; i < slice.movies().size(); ++i)
            mean += weights[static_cast<std::size_t>(slice.movies()[i])] *
                    std::exp(slice.corrections()[i]) / kDraws;
    }

    // One draw deviates by about 6 %; the mean of 2,000 by 0.13 %, five times which is allowed.
    EXPECT_NEAR(mean / total, 1.0, 0.007);
}

TEST(CatalogueSlice, TakesEverythingWhereTheSampleWouldBeLarger) {
    CatalogueSlice slice(std::vector<bool>(30, true), 10, 100);
    domain::Random random(1);
    slice.choose(std::vector<domain::MovieIndex>{4}, random);
    EXPECT_EQ(slice.movies().size(), 30);
    for (const float correction : slice.corrections())
        EXPECT_EQ(correction, 0);
}

}  // namespace
}  // namespace neurec::infrastructure::training
