#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace neurec::domain {
namespace {

TEST(Random, IsTheSameOnEveryMachine) {
    Random random(42, 7, 3);
    const std::array drawn{random.next(), random.next()};
    Random again(42, 7, 3);

    EXPECT_EQ(again.next(), drawn[0]);
    EXPECT_EQ(again.next(), drawn[1]);
    EXPECT_EQ(Random(1).next(),
              13509712091068396979U);  // pinned: a change here changes every "same seed" result
}

TEST(Random, HasIndependentStreams) {
    EXPECT_NE(Random(42, 1, 0).next(), Random(42, 0, 1).next());
    EXPECT_NE(Random(42, 1, 0).next(), Random(42, 2, 0).next());
    EXPECT_NE(Random(42, 1, 0).next(), Random(43, 1, 0).next());
}

TEST(Random, BelowCoversItsRangeEvenly) {
    Random random(1);
    std::array<int, 10> counts{};
    for (int i = 0; i < 100'000; ++i)
        ++counts[random.below(counts.size())];

    for (const int count : counts)
        EXPECT_NEAR(count, 10'000, 500);
    EXPECT_EQ(random.below(1), 0U);
}

TEST(Random, DistributionsHaveTheirMoments) {
    Random random(2);
    constexpr int kDraws = 200'000;
    double uniform = 0;
    double exponential = 0;
    double normal = 0;
    double normal_squared = 0;
    for (int i = 0; i < kDraws; ++i) {
        uniform += random.uniform();
        exponential += random.exponential();
        const double draw = random.normal();
        normal += draw;
        normal_squared += draw * draw;
    }

    EXPECT_NEAR(uniform / kDraws, 0.5, 0.005);
    EXPECT_NEAR(exponential / kDraws, 1, 0.01);
    EXPECT_NEAR(normal / kDraws, 0, 0.01);
    EXPECT_NEAR(normal_squared / kDraws, 1, 0.02);
}

TEST(Random, ShuffleKeepsEveryElement) {
    Random random(3);
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 0);
    std::vector<int> shuffled = values;

    random.shuffle(std::span(shuffled));

    EXPECT_NE(shuffled, values);
    EXPECT_TRUE(std::ranges::is_permutation(shuffled, values));
}

}  // namespace
}  // namespace neurec::domain
