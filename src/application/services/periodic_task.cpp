#include "application/services/periodic_task.hpp"

#include <utility>

namespace neurec::application {

PeriodicTask::PeriodicTask(std::chrono::milliseconds interval, std::function<void()> task,
                           std::function<void(const std::exception&)> on_failure)
    : interval_(interval),
      task_(std::move(task)),
      on_failure_(std::move(on_failure)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PeriodicTask::run(const std::stop_token& stop) {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait_for(lock, stop, interval_, [] { return false; });
        }
        if (stop.stop_requested()) return;
        try {
            task_();
        } catch (const std::exception& failure) {
            on_failure_(failure);
        }
    }
}

}  // namespace neurec::application
