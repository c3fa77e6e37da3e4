#include "support/failing_calls.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <optional>

namespace {

using neurec::tests::FailingCalls;

struct Plan {
    std::size_t calls_left = 0;
    FailingCalls::Fault fault = FailingCalls::Fault::no_space;
    bool has_failed = false;
};
thread_local std::optional<Plan> plan;

/// Whether the call that is being made is the one to fail; sets errno then.
bool fails(bool is_write) {
    const bool counts = plan && (is_write || plan->fault != FailingCalls::Fault::short_write);
    if (!counts || plan->has_failed) return false;
    if (plan->calls_left-- > 0) return false;
    plan->has_failed = true;
    errno = plan->fault == FailingCalls::Fault::io_error ? EIO : ENOSPC;
    return true;
}

bool is_short() {
    return plan && plan->fault == FailingCalls::Fault::short_write;
}

}  // namespace

namespace neurec::tests {

FailingCalls::FailingCalls(std::size_t nth, Fault fault) {
    plan = Plan{.calls_left = nth, .fault = fault};
}
FailingCalls::~FailingCalls() {
    plan.reset();
}
bool FailingCalls::has_failed() const {
    return plan->has_failed;
}

}  // namespace neurec::tests

// The C library's declarations, attributes included, are repeated by these definitions.
extern "C" {

int open(const char* path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
        if (fails(false)) return -1;
    }
    return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t write(int file, const void* bytes, size_t count) {
    if (fails(true)) {
        if (!is_short() || count < 2)
            return is_short() ? syscall(SYS_write, file, bytes, count) : -1;
        count /= 2;
    }
    return syscall(SYS_write, file, bytes, count);
}

ssize_t writev(int file, const iovec* parts, int count) {
    if (fails(true)) {
        if (!is_short()) return -1;
        return syscall(SYS_write, file, parts[0].iov_base, (parts[0].iov_len + 1) / 2);
    }
    return syscall(SYS_writev, file, parts, count);
}

int fsync(int file) {
    return fails(false) ? -1 : static_cast<int>(syscall(SYS_fsync, file));
}

int rename(const char* from, const char* to) noexcept {
    return fails(false) ? -1 : static_cast<int>(syscall(SYS_rename, from, to));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
    return fails(false)
               ? -1
               : static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int mkdir(const char* path, mode_t mode) noexcept {
    return fails(false) ? -1 : static_cast<int>(syscall(SYS_mkdir, path, mode));
}

/// A file is closed even where that fails; only what was written can be lost by it.
int close(int file) {
    const bool is_written = (syscall(SYS_fcntl, file, F_GETFL) & O_ACCMODE) != O_RDONLY;
    const int result = static_cast<int>(syscall(SYS_close, file));
    return is_written && fails(false) ? -1 : result;
}

}  // extern "C"
