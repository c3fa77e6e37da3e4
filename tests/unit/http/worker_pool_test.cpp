#include "presentation/http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace neurec::presentation::http {
namespace {

TEST(WorkerPool, RefusesAtOnceWhenItsQueueIsFull) {
    std::promise<void> started;
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    WorkerPool pool(1, 2);  // last: its threads end before what they use goes
    ASSERT_TRUE(pool.try_submit([&] {
        started.set_value();
        released.wait();
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.try_submit([] {}));
    EXPECT_TRUE(pool.try_submit([] {}));
    EXPECT_FALSE(pool.try_submit([] {}));
    release.set_value();
}

TEST(WorkerPool, RunsWhatIsQueuedBeforeItEnds) {
    std::atomic<int> ran = 0;
    WorkerPool pool(2, 100);
    for (int i = 0; i < 100; ++i)
        while (!pool.try_submit([&] { ++ran; })) {
        }
    pool.finish();
    EXPECT_EQ(ran, 100);
    EXPECT_FALSE(pool.try_submit([] {}));
}

}  // namespace
}  // namespace neurec::presentation::http
