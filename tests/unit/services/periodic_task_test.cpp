#include "application/services/periodic_task.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace neurec::application {
namespace {

using namespace std::chrono_literals;

void expect_no_failure(const std::exception& failure) {
    ADD_FAILURE() << failure.what();
}

/// Counts, and can be waited for.
class Runs {
  public:
    void add() {
        ++count_;
        count_.notify_all();
    }
    void wait_for(int wanted) const {
        for (int seen = count_; seen < wanted; seen = count_)
            count_.wait(seen);
    }
    [[nodiscard]] int count() const { return count_; }

  private:
    std::atomic<int> count_ = 0;
};

TEST(PeriodicTask, RunsAgainAndAgainUntilItIsDestroyed) {
    Runs runs;
    {
        const PeriodicTask task(1ms, [&] { runs.add(); }, expect_no_failure);
        runs.wait_for(3);
    }
    const int at_the_end = runs.count();
    std::this_thread::yield();
    EXPECT_EQ(runs.count(), at_the_end);
}

TEST(PeriodicTask, WaitsBeforeItsFirstRunAndEndsWithoutWaiting) {
    Runs runs;
    const auto begun = std::chrono::steady_clock::now();
    {
        const PeriodicTask task(1h, [&] { runs.add(); }, expect_no_failure);
    }
    EXPECT_EQ(runs.count(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1min);
}

TEST(PeriodicTask, LeavesTheIntervalBetweenItsRuns) {
    Runs runs;
    const auto begun = std::chrono::steady_clock::now();
    const PeriodicTask task(20ms, [&] { runs.add(); }, expect_no_failure);
    runs.wait_for(3);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 60ms);
}

TEST(PeriodicTask, EndsAfterTheRunThatIsInProgress) {
    std::promise<void> started;
    std::promise<void> release;
    std::atomic<bool> is_whole = false;
    std::optional<PeriodicTask> task;
    task.emplace(
        1ms,
        [&] {
            if (is_whole) return;
            started.set_value();
            release.get_future().wait();
            is_whole = true;
        },
        expect_no_failure);
    started.get_future().wait();
    const std::jthread releases([&] { release.set_value(); });
    task.reset();
    EXPECT_TRUE(is_whole);
}

TEST(PeriodicTask, TellsOfAFailureAndRunsAgain) {
    Runs runs;
    std::promise<std::string> told;
    const PeriodicTask task(
        1ms,
        [&] {
            runs.add();
            if (runs.count() == 1) throw std::bad_alloc();
        },
        [&](const std::exception& failure) { told.set_value(failure.what()); });
    EXPECT_EQ(told.get_future().get(), std::bad_alloc().what());
    runs.wait_for(3);
}

}  // namespace
}  // namespace neurec::application
