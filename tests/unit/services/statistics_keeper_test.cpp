#include "application/services/statistics_keeper.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <vector>

#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Notes when it is asked, and does then what the test says.
class NotedStatistics : public domain::MovieStatistics {
  public:
    std::size_t refresh() override {
        asked.push_back(Clock::now());
        return count();
    }
    [[nodiscard]] domain::StoreCounts totals() override { return {}; }

    std::vector<Clock::time_point> asked;
    std::function<std::size_t()> count = [] { return std::size_t{0}; };
};

class StatisticsKeeperTest : public testing::Test {
  protected:
    /// Refreshes until there has been another count.
    void refresh_until_counted_again() {
        for (const std::size_t before = statistics_.asked.size();
             statistics_.asked.size() == before;)
            keeper_.refresh();
    }

    NotedStatistics statistics_;
    tests::RecordingLogger logger_;
    StatisticsKeeper keeper_{statistics_, logger_};
};

TEST_F(StatisticsKeeperTest, CountsAtOnceTheFirstTime) {
    keeper_.refresh();
    EXPECT_EQ(statistics_.asked.size(), 1U);
}

TEST_F(StatisticsKeeperTest, RestsFiftyTimesAsLongAsCountingTook) {
    Clock::time_point counted;
    statistics_.count = [&] {
        const Clock::time_point begun = Clock::now();
        while (Clock::now() - begun < 4ms) {
        }
        counted = Clock::now();
        return std::size_t{0};
    };
    keeper_.refresh();
    const Clock::time_point first = counted;
    keeper_.refresh();
    EXPECT_EQ(statistics_.asked.size(), 1U) << "it rests";
    refresh_until_counted_again();
    EXPECT_GE(statistics_.asked[1] - first, 50 * 4ms);
}

TEST_F(StatisticsKeeperTest, SaysHowManyMoviesHaveChangedAndNothingWhereNoneHas) {
    keeper_.refresh();
    EXPECT_TRUE(logger_.lines().empty());
    statistics_.count = [] { return std::size_t{3}; };
    refresh_until_counted_again();
    EXPECT_EQ(logger_.lines(),
              std::vector<std::string>{"movie statistics counted movies_changed=3"});
}

TEST_F(StatisticsKeeperTest, LogsAFailureAndTriesAgain) {
    statistics_.count = []() -> std::size_t { throw domain::Unavailable("the database is away"); };
    EXPECT_NO_THROW(keeper_.refresh());
    EXPECT_EQ(logger_.lines(), std::vector<std::string>{
                                   "movie statistics not counted problem=the database is away"});
    statistics_.count = [] { return std::size_t{1}; };
    refresh_until_counted_again();
    EXPECT_EQ(logger_.count("movie statistics counted movies_changed=1"), 1U);
}

}  // namespace
}  // namespace neurec::application
