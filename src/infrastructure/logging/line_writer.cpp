#include "infrastructure/logging/line_writer.hpp"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <optional>
#include <utility>

namespace neurec::infrastructure::logging {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{100};
constexpr std::chrono::seconds kLongestEnd{1};

}  // namespace

LineWriter::LineWriter(int descriptor, domain::Counter& dropped, std::size_t queue_bytes)
    : descriptor_(descriptor), counter_(dropped), queue_bytes_(queue_bytes) {
    queue_.reserve(queue_bytes_);
    batch_.reserve(queue_bytes_);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LineWriter::~LineWriter() = default;

void LineWriter::add(std::string_view line) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() + line.size() > queue_bytes_) {
            ++dropped_;
            counter_.add();
            return;
        }
        queue_ += line;
    }
    woken_.notify_one();
}

std::uint64_t LineWriter::take_dropped() {
    const std::lock_guard lock(mutex_);
    if (queue_.size() > queue_bytes_ / 2) return 0;
    return std::exchange(dropped_, 0);
}

void LineWriter::run(const std::stop_token& stop) {
    // A reader that is gone is told by write() alone.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);

    for (;;) {
        {
            std::unique_lock lock(mutex_);
            if (!woken_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
            batch_.swap(queue_);
        }
        write(batch_, stop);
        batch_.clear();
    }
}

void LineWriter::write(std::string_view bytes, const std::stop_token& stop) {
    std::optional<Clock::time_point> end;
    while (!bytes.empty()) {
        if (stop.stop_requested() && !end) end = Clock::now() + kLongestEnd;
        pollfd out{descriptor_, POLLOUT, 0};
        if (poll(&out, 1, static_cast<int>(kLook.count())) <= 0) {
            if (end && Clock::now() > *end) break;
            continue;
        }
        // A pipe that is ready takes so much at once without waiting.
        const ssize_t count =
            ::write(descriptor_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
        if (count < 0 && errno != EINTR && errno != EAGAIN) break;
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    counter_.add(static_cast<std::uint64_t>(std::ranges::count(bytes, '\n')));
}

}  // namespace neurec::infrastructure::logging
