#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace neurec::presentation::http {

/// A fixed number of threads over a queue of fixed length. Thread-safe.
class WorkerPool {
  public:
    /// Jobs must not throw.
    using Job = std::function<void()>;

    /// std::system_error where a thread cannot be made.
    WorkerPool(std::size_t threads, std::size_t queue_length);
    ~WorkerPool() { finish(); }
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Queues the job; false at once where the queue is full, and after finish().
    [[nodiscard]] bool try_submit(Job job);
    /// Runs what is queued, then ends the threads. Again is a no-op.
    void finish();

  private:
    void work();

    std::size_t queue_length_;
    std::mutex mutex_;
    std::condition_variable job_or_end_;
    std::deque<Job> queue_;  ///< guarded by mutex_
    bool ending_ = false;    ///< guarded by mutex_
    std::vector<std::thread> threads_;
};

}  // namespace neurec::presentation::http
