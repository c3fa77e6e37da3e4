#include "domain/nearest_name.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace neurec::domain {
namespace {

using Names = std::vector<std::string>;

const Names kCommands{"import", "train", "evaluate", "recommend", "serve", "model", "user"};

TEST(NearestName, IsOneSlipOfTheFingerAway) {
    EXPECT_EQ(nearest_name("serv", kCommands), "serve") << "a letter left out";
    EXPECT_EQ(nearest_name("trainn", kCommands), "train") << "a letter too many";
    EXPECT_EQ(nearest_name("inport", kCommands), "import") << "a wrong letter";
    EXPECT_EQ(nearest_name("sevre", kCommands), "serve") << "two letters swapped";
    EXPECT_EQ(nearest_name("log_level", Names{"log-level", "home"}), "log-level");
}

TEST(NearestName, CountsSwappedNeighboursAsOneChange) {
    // Two replaced letters would be too many for a word of four.
    EXPECT_EQ(nearest_name("prot", Names{"port"}), "port");
    EXPECT_EQ(nearest_name("pxxt", Names{"port"}), std::nullopt);
}

TEST(NearestName, TakesTheNearestOfSeveralAndTheFirstOfEquals) {
    EXPECT_EQ(nearest_name("tran", Names{"brand", "train"}), "train");
    EXPECT_EQ(nearest_name("cat", Names{"bat", "rat"}), "bat");
    EXPECT_EQ(nearest_name("mod", Names{"model", "mode"}), "mode");
}

TEST(NearestName, IsWhatAnAbbreviationBegins) {
    EXPECT_EQ(nearest_name("eval", kCommands), "evaluate");
    EXPECT_EQ(nearest_name("hostname", Names{"home", "host"}), "host");
    EXPECT_EQ(nearest_name("e", Names{"evaluate"}), std::nullopt);
}

TEST(NearestName, IgnoresCase) {
    EXPECT_EQ(nearest_name("NEUREC_prot", Names{"NEUREC_PORT"}), "NEUREC_PORT");
    EXPECT_EQ(nearest_name("INFO", Names{"info"}), "info");
}

TEST(NearestName, IsNoneWhereNothingIsNear) {
    EXPECT_EQ(nearest_name("bogus", kCommands), std::nullopt);
    EXPECT_EQ(nearest_name("", kCommands), std::nullopt);
    EXPECT_EQ(nearest_name("x", Names{"y", ""}), std::nullopt);
    EXPECT_EQ(nearest_name("serve", {}), std::nullopt);
    EXPECT_EQ(nearest_name(std::string(1000, 's'), kCommands), std::nullopt);
}

TEST(DidYouMean, EndsAMessageWhereThereIsAName) {
    EXPECT_EQ(did_you_mean("serv", kCommands), " Did you mean serve?");
    EXPECT_EQ(did_you_mean("bogus", kCommands), "");
}

}  // namespace
}  // namespace neurec::domain
