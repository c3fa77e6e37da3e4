#include "application/services/periodic_task.hpp"

#include <utility>

namespace neurec::application {

PeriodicTask::PeriodicTask(std::chrono::milliseconds interval, std::function<void()> task)
    : interval_(interval),
      task_(std::move(task)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PeriodicTask::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait_for(lock, stop, interval_, [] { return false; });
        }
        if (!stop.stop_requested()) task_();
    }
}

}  // namespace neurec::application
