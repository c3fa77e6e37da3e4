#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace neurec::application {

/// Runs a function again and again on a thread of its own until destroyed; the destructor waits for
/// a run in progress.
class PeriodicTask {
  public:
    /// The first run comes after `interval`. `on_failure`, which must not throw, hears what `task`
    /// throws; the next run comes all the same. std::system_error where the thread cannot be made.
    PeriodicTask(std::chrono::milliseconds interval, std::function<void()> task,
                 std::function<void(const std::exception&)> on_failure);

  private:
    void run(const std::stop_token& stop);

    std::chrono::milliseconds interval_;
    std::function<void()> task_;
    std::function<void(const std::exception&)> on_failure_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::jthread thread_;  ///< last: stops before what it uses goes
};

}  // namespace neurec::application
