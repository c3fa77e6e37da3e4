#include "presentation/http/worker_pool.hpp"

#include <utility>

namespace neurec::presentation::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_length)
    : queue_length_(queue_length) {
    threads_.reserve(threads);
    try {
        for (std::size_t i = 0; i < threads; ++i)
            threads_.emplace_back([this] { work(); });
    } catch (...) {
        finish();  // a thread that is not joined ends the process
        throw;
    }
}

void WorkerPool::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    job_or_end_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

bool WorkerPool::try_submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || queue_.size() >= queue_length_) return false;
        queue_.push_back(std::move(job));
    }
    job_or_end_.notify_one();
    return true;
}

void WorkerPool::work() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            job_or_end_.wait(lock, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        job();
    }
}

}  // namespace neurec::presentation::http
