#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace neurec::application {

/// Runs a function again and again on a thread of its own until destroyed; the destructor waits for
/// a run in progress.
class PeriodicTask {
  public:
    /// `task` must not throw. The first run comes after `interval`.
    PeriodicTask(std::chrono::milliseconds interval, std::function<void()> task);

  private:
    void run(const std::stop_token& stop);

    std::chrono::milliseconds interval_;
    std::function<void()> task_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::jthread thread_;  ///< last: stops before what it uses goes
};

}  // namespace neurec::application
