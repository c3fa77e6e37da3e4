#include "infrastructure/training/revealed_ratings.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <set>

namespace neurec::infrastructure::training {
namespace {

TEST(RevealSampler, RevealsEachRatingOnceAndLeavesOneHidden) {
    const std::vector<float> weights(50, 1.0F);
    std::vector<domain::MovieIndex> movies(20);
    std::iota(movies.begin(), movies.end(), 5U);
    RevealSampler sampler(weights);
    domain::Random random(1);

    for (const auto& [asked, expected] :
         {std::pair{0, 0}, {1, 1}, {7, 7}, {19, 19}, {20, 19}, {500, 19}}) {
        const auto drawn = sampler.draw(movies, static_cast<std::size_t>(asked), random);
        const std::set<std::uint32_t> different(drawn.begin(), drawn.end());
        EXPECT_EQ(drawn.size(), expected);
        EXPECT_EQ(different.size(), drawn.size());
        for (const std::uint32_t position : different)
            EXPECT_LT(position, movies.size());
    }
}

TEST(RevealSampler, RevealsNothingOfNothing) {
    const std::vector<float> weights(1, 1.0F);
    domain::Random random(1);
    EXPECT_TRUE(RevealSampler(weights).draw({}, 3, random).empty());
}

TEST(RevealSampler, DrawsInProportionToTheMoviesWeights) {
    const std::vector<float> weights{1, 2, 7};
    const std::vector<domain::MovieIndex> movies{0, 1, 2};
    RevealSampler sampler(weights);
    domain::Random random(3);
    std::array<int, 3> drawn{};

    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; ++i)
        ++drawn[sampler.draw(movies, 1, random)[0]];

    // Five standard deviations of a share of 20,000 draws are below 0.018.
    EXPECT_NEAR(drawn[0] / double{kDraws}, 0.1, 0.018);
    EXPECT_NEAR(drawn[1] / double{kDraws}, 0.2, 0.018);
    EXPECT_NEAR(drawn[2] / double{kDraws}, 0.7, 0.018);
}

TEST(RevealWeights, AreTheNumbersOfRatingsAndOneHalfWhereThereAreNone) {
    const std::vector<std::uint32_t> ratings{3, 0, 1};
    EXPECT_EQ(reveal_weights(ratings), (std::vector<float>{3, 0.5F, 1}));
}

}  // namespace
}  // namespace neurec::infrastructure::training
