#include "infrastructure/training/epoch_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace neurec::infrastructure::training {
namespace {

std::vector<std::uint32_t> everything(EpochOrder& order, int epoch) {
    std::vector<std::uint32_t> items;
    for (std::uint64_t step = 0; step < order.steps(); ++step) {
        const auto part = order.items_of(epoch, step);
        items.insert(items.end(), part.begin(), part.end());
    }
    return items;
}

TEST(EpochOrder, VisitsEachItemOnceAnEpoch) {
    EpochOrder order(1003, 100, 1);
    std::vector<std::uint32_t> items = everything(order, 0);
    std::ranges::sort(items);
    ASSERT_EQ(items.size(), 1003);
    for (std::uint32_t i = 0; i < items.size(); ++i)
        EXPECT_EQ(items[i], i);
}

TEST(EpochOrder, CutsNearlyEqualStepsAndNeverOneOfASingleItem) {
    for (const std::size_t items : {2, 3, 99, 101, 257, 513}) {
        EpochOrder order(items, 256, 1);
        for (std::uint64_t step = 0; step < order.steps(); ++step)
            EXPECT_GE(order.items_of(0, step).size(), std::min<std::size_t>(items, 99)) << items;
    }
    EpochOrder of_two(5, 1, 1);  // a batch size of 1 is taken as 2: BatchNorm needs that many
    for (std::uint64_t step = 0; step < of_two.steps(); ++step)
        EXPECT_GE(of_two.items_of(0, step).size(), 2);
}

TEST(EpochOrder, DependsOnSeedAndEpochAlone) {
    EpochOrder in_order(100, 10, 7);
    EpochOrder out_of_order(100, 10, 7);
    (void)everything(out_of_order, 2);
    EXPECT_EQ(everything(in_order, 0), everything(out_of_order, 0));
    EXPECT_NE(everything(in_order, 0), everything(in_order, 1));
    EpochOrder another_seed(100, 10, 8);
    EXPECT_NE(everything(in_order, 0), everything(another_seed, 0));
}

}  // namespace
}  // namespace neurec::infrastructure::training
