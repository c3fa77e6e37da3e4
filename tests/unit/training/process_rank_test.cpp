#include "infrastructure/training/process_rank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <vector>

#include "domain/errors.hpp"

namespace neurec::infrastructure::training {
namespace {

using Environment = std::map<std::string, std::string>;

ProcessRank rank_from(const Environment& environment) {
    return process_rank_from([&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::string() : found->second;
    });
}

const Environment kSecondOfThree = {
    {"WORLD_SIZE", "3"}, {"RANK", "1"}, {"MASTER_ADDR", "10.0.0.1"}, {"MASTER_PORT", "29500"}};

TEST(ProcessRank, IsAloneWithoutAWorldSize) {
    EXPECT_TRUE(rank_from({}).is_alone());
    EXPECT_TRUE(rank_from({{"WORLD_SIZE", "1"}, {"RANK", "0"}}).is_alone());
}

TEST(ProcessRank, IsWhatTorchrunSays) {
    EXPECT_EQ(
        rank_from(kSecondOfThree),
        (ProcessRank{.rank = 1, .size = 3, .master_address = "10.0.0.1", .master_port = 29500}));
}

class WrongVariables : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(WrongVariables, AreRefusedByName) {
    Environment environment = kSecondOfThree;
    environment[GetParam().first] = GetParam().second;
    try {
        (void)rank_from(environment);
        FAIL() << "accepted";
    } catch (const domain::InvalidInput& refusal) {
        EXPECT_THAT(refusal.what(), testing::HasSubstr(GetParam().first));
    }
}

INSTANTIATE_TEST_SUITE_P(Each, WrongVariables,
                         testing::Values(std::pair("WORLD_SIZE", "0"),
                                         std::pair("WORLD_SIZE", "many"), std::pair("RANK", ""),
                                         std::pair("RANK", "3"), std::pair("RANK", "-1"),
                                         std::pair("MASTER_ADDR", ""), std::pair("MASTER_PORT", ""),
                                         std::pair("MASTER_PORT", "65536")));

TEST(ShareOf, GivesEachItemToOneProcessInOrder) {
    std::vector<int> items(11);
    std::iota(items.begin(), items.end(), 0);
    std::vector<int> all;
    for (int rank = 0; rank < 3; ++rank) {
        const auto share =
            share_of(std::span<const int>(items), ProcessRank{.rank = rank, .size = 3});
        EXPECT_THAT(share.size(), testing::AllOf(testing::Ge(3U), testing::Le(4U)));
        all.insert(all.end(), share.begin(), share.end());
    }
    EXPECT_EQ(all, items);
}

}  // namespace
}  // namespace neurec::infrastructure::training
