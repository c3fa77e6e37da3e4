#include "main/stop_signal.hpp"

#include <csignal>

#include <atomic>

namespace neurec {

namespace {

std::atomic<bool> stop_was_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free,
              "a signal handler may only touch lock-free atomics");

void on_signal(int signal) {
    stop_was_requested = true;
    std::signal(signal, SIG_DFL);
}

}  // namespace

StopSignal::StopSignal() {
    stop_was_requested = false;
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
}

StopSignal::~StopSignal() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool StopSignal::stop_requested() const noexcept {
    return stop_was_requested;
}

}  // namespace neurec
