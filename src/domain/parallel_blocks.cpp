#include "domain/parallel_blocks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace neurec::domain {

namespace {

/// What the threads of one call share.
class Blocks {
  public:
    Blocks(std::size_t count, std::size_t block_size,
           const std::function<void(std::size_t, std::size_t)>& work)
        : count_(count), block_size_(block_size), work_(work) {}

    void work_until_done(const std::function<void(std::size_t)>& between) {
        try {
            while (!failed_) {
                const std::size_t begin = next_.fetch_add(block_size_);
                if (begin >= count_) return;
                const std::size_t end = std::min(begin + block_size_, count_);
                work_(begin, end);
                const std::size_t done = done_.fetch_add(end - begin) + (end - begin);
                if (between) between(done);
            }
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!failed_.exchange(true)) failure_ = std::current_exception();
        }
    }

    void rethrow_failure() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    std::size_t count_;
    std::size_t block_size_;
    const std::function<void(std::size_t, std::size_t)>& work_;
    std::atomic<std::size_t> next_{0};
    std::atomic<std::size_t> done_{0};
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::exception_ptr failure_;
};

}  // namespace

unsigned thread_count(unsigned wanted) {
    return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

void for_each_block(std::size_t count, std::size_t block_size, unsigned threads,
                    const std::function<void(std::size_t, std::size_t)>& work,
                    const std::function<void(std::size_t)>& between) {
    Blocks blocks(count, block_size, work);
    const std::size_t useful =
        std::min<std::size_t>(threads, (count + block_size - 1) / block_size);
    {
        std::vector<std::jthread> others;
        try {
            while (others.size() + 1 < useful)
                others.emplace_back([&] { blocks.work_until_done(nullptr); });
        } catch (const std::exception&) {
            // A thread, or memory for one, that cannot be had is one helper less: what there is
            // does the work.
        }
        blocks.work_until_done(between);
    }
    blocks.rethrow_failure();
}

}  // namespace neurec::domain
