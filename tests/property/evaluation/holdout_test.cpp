#include "application/services/holdout.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace neurec::application {

RC_GTEST_PROP(HoldOutUsers, SplitsEveryUserToExactlyOneSide, (std::uint64_t seed)) {
    const auto users = *rc::gen::inRange<std::size_t>(0, 500);
    const auto percent = *rc::gen::inRange(0, 101);

    const Holdout holdout = hold_out(users, percent / 100.0, seed);

    std::vector<domain::UserIndex> all = holdout.training;
    all.insert(all.end(), holdout.held_out.begin(), holdout.held_out.end());
    std::ranges::sort(all);
    std::vector<domain::UserIndex> expected(users);
    std::iota(expected.begin(), expected.end(), domain::UserIndex{0});
    RC_ASSERT(all == expected);
    RC_ASSERT(std::ranges::is_sorted(holdout.training));
    RC_ASSERT(std::ranges::is_sorted(holdout.held_out));
    RC_ASSERT(holdout.held_out.size() == static_cast<std::size_t>(std::llround(
                                             static_cast<double>(users) * (percent / 100.0))));
    RC_ASSERT(hold_out(users, percent / 100.0, seed).held_out == holdout.held_out);
}

RC_GTEST_PROP(RevealOrder, IsAPermutationThatFollowsFromTheSeed,
              (const std::vector<std::uint16_t>& counts, std::uint64_t seed)) {
    const std::vector<double> weights(counts.begin(), counts.end());
    domain::Random first(seed);
    domain::Random second(seed);

    const auto order = reveal_order(weights, first);

    std::vector<std::size_t> sorted = order;
    std::ranges::sort(sorted);
    std::vector<std::size_t> expected(weights.size());
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    RC_ASSERT(sorted == expected);
    RC_ASSERT(order == reveal_order(weights, second));
    RC_ASSERT(std::ranges::is_partitioned(order, [&](std::size_t i) { return weights[i] > 0; }));
}

RC_GTEST_PROP(RevealedCount, RespectsKAndAlwaysLeavesOne, ()) {
    const auto wanted = *rc::gen::inRange<std::size_t>(0, 100);
    const auto rated = *rc::gen::inRange<std::size_t>(1, 100);

    const std::size_t shown = revealed_count(wanted, rated);

    RC_ASSERT(shown <= wanted);
    RC_ASSERT(shown < rated);
    RC_ASSERT(shown == wanted || shown == rated - 1);
}

TEST(RevealOrder, DrawsInProportionToTheWeights) {
    const std::vector<double> weights = {6, 3, 1};
    std::vector<int> first(3);
    int second_after_heaviest = 0;
    constexpr int kDraws = 20'000;
    for (int i = 0; i < kDraws; ++i) {
        domain::Random random(1, 2, static_cast<std::uint64_t>(i));
        const auto order = reveal_order(weights, random);
        ++first[order[0]];
        if (order[0] == 0 && order[1] == 1) ++second_after_heaviest;
    }

    // Four standard errors of a share are at most 0.015.
    EXPECT_NEAR(first[0] / double{kDraws}, 0.6, 0.015);
    EXPECT_NEAR(first[1] / double{kDraws}, 0.3, 0.015);
    EXPECT_NEAR(first[2] / double{kDraws}, 0.1, 0.015);
    EXPECT_NEAR(second_after_heaviest / double{kDraws}, 0.6 * 0.75, 0.015);
}

TEST(RevealedCount, OfAUserWithoutRatingsIsNone) {
    EXPECT_EQ(revealed_count(5, 0), 0);
}

}  // namespace neurec::application
