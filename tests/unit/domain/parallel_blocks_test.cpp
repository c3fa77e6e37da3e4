#include "domain/parallel_blocks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace neurec::domain {

TEST(ForEachBlock, VisitsEveryItemOnceInTheSameBlocksForAnyNumberOfThreads) {
    for (const unsigned threads : {1U, 2U, 5U}) {
        std::vector<int> visits(103);
        std::vector<std::size_t> block_of(103);
        for_each_block(
            visits.size(), 10, threads,
            [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    ++visits[i];
                    block_of[i] = begin;
                }
            },
            nullptr);

        for (std::size_t i = 0; i < visits.size(); ++i) {
            EXPECT_EQ(visits[i], 1);
            EXPECT_EQ(block_of[i], i / 10 * 10);
        }
    }
}

TEST(ForEachBlock, TellsProgressOnTheCallingThreadAlone) {
    const auto caller = std::this_thread::get_id();
    for_each_block(
        1000, 1, 3, [](std::size_t, std::size_t) {},
        [&](std::size_t done) {
            EXPECT_EQ(std::this_thread::get_id(), caller);
            EXPECT_LE(done, 1000);
        });
}

TEST(ForEachBlock, EndsWithTheFirstFailure) {
    std::atomic<int> blocks = 0;
    const auto failing = [&](std::size_t, std::size_t) {
        ++blocks;
        throw std::runtime_error("this block fails");
    };

    EXPECT_THROW(for_each_block(1000, 1, 2, failing, nullptr), std::runtime_error);
    EXPECT_LE(blocks, 2);
}

TEST(ForEachBlock, StopsWhereProgressThrows) {
    int blocks = 0;
    EXPECT_THROW(for_each_block(
                     100, 10, 1, [&](std::size_t, std::size_t) { ++blocks; },
                     [](std::size_t) { throw std::runtime_error("stop"); }),
                 std::runtime_error);
    EXPECT_EQ(blocks, 1);
}

TEST(ForEachBlock, MakesNoMoreThreadsThanThereAreBlocks) {
    const auto caller = std::this_thread::get_id();
    for_each_block(
        10, 10, 1'000'000,
        [&](std::size_t, std::size_t) { EXPECT_EQ(std::this_thread::get_id(), caller); }, nullptr);
}

TEST(ForEachBlock, DoesNothingForNoItems) {
    for_each_block(0, 10, 2, [](std::size_t, std::size_t) { FAIL(); }, nullptr);
}

}  // namespace neurec::domain
