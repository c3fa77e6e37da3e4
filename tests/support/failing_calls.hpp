#pragma once

#include <cstddef>
#include <cstdint>

namespace neurec::tests {

/// Makes one of the calling thread's system calls that change files fail, as a full or broken disk
/// makes it: open that creates, write, writev, fsync, rename, mkdir, close of what was written. A
/// program has it by compiling failing_calls.cpp in: its functions stand before the C library's.
class FailingCalls {
  public:
    enum class Fault : std::uint8_t {
        no_space,     ///< ENOSPC
        io_error,     ///< EIO
        short_write,  ///< a write does half of its work and says so; other calls are left alone
    };

    /// The `nth` of those calls from now on (0: the first) fails, and no other.
    FailingCalls(std::size_t nth, Fault fault);
    ~FailingCalls();
    FailingCalls(const FailingCalls&) = delete;
    FailingCalls& operator=(const FailingCalls&) = delete;

    /// Whether there have been so many calls.
    [[nodiscard]] bool has_failed() const;
};

}  // namespace neurec::tests
