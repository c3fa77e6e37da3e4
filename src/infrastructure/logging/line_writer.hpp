#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "domain/ports/metrics.hpp"

namespace neurec::infrastructure::logging {

/// Writes lines to a file descriptor on a thread of its own, so that whoever logs never waits for
/// whoever reads. What does not fit into its queue, or has no reader any more, is dropped and
/// counted. Thread-safe.
class LineWriter {
  public:
    /// `descriptor` and `dropped` must outlive it. Takes twice `queue_bytes` of memory, and then no
    /// more. std::system_error where the thread cannot be made.
    LineWriter(int descriptor, domain::Counter& dropped, std::size_t queue_bytes);
    /// Writes what is queued; gives up after a second without an end.
    ~LineWriter();
    LineWriter(const LineWriter&) = delete;
    LineWriter& operator=(const LineWriter&) = delete;

    /// Queues a line, which ends in a line feed.
    void add(std::string_view line);
    /// Lines dropped for lack of room since the last call; 0 while there still is little room.
    [[nodiscard]] std::uint64_t take_dropped();

  private:
    void run(const std::stop_token& stop);
    void write(std::string_view bytes, const std::stop_token& stop);

    int descriptor_;
    domain::Counter& counter_;
    std::size_t queue_bytes_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::string queue_;          ///< guarded by mutex_
    std::uint64_t dropped_ = 0;  ///< guarded by mutex_
    std::string batch_;          ///< being written; the thread's alone
    std::jthread thread_;        ///< last: stops before what it uses goes
};

}  // namespace neurec::infrastructure::logging
