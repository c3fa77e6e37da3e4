#include "support/failing_disk.hpp"

#include <sqlite3.h>

#include <mutex>
#include <optional>

namespace neurec::tests {

namespace {

using Fault = FailingDisk::Fault;

sqlite3_vfs* real_vfs = nullptr;

/// What is to fail, and after how many calls.
struct Plan {
    std::mutex mutex;
    int calls_before = 0;
    int failures_left = 0;
    int failures = 0;
    Fault fault = Fault::full;

    std::optional<Fault> next() {
        const std::lock_guard lock(mutex);
        if (failures_left == 0) return std::nullopt;
        if (calls_before > 0) {
            --calls_before;
            return std::nullopt;
        }
        --failures_left;
        ++failures;
        return fault;
    }
};
Plan plan;

/// An open file: SQLite sees the head; the real file stands behind it in the same memory.
struct File {
    sqlite3_file head;
};
constexpr int kHeadBytes = (sizeof(File) + 15) / 16 * 16;

sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kHeadBytes);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    sqlite3_file* const real = real_of(file);
    if (const auto fault = plan.next()) {
        if (*fault == Fault::io_error) return SQLITE_IOERR_WRITE;
        if (*fault == Fault::short_write) real->pMethods->xWrite(real, bytes, count / 2, offset);
        return SQLITE_FULL;
    }
    return real->pMethods->xWrite(real, bytes, count, offset);
}

int sync(sqlite3_file* file, int flags) {
    if (plan.next()) return SQLITE_IOERR_FSYNC;
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (plan.next()) return SQLITE_IOERR_TRUNCATE;
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

/// Calls the real file's method with the same arguments.
template <auto Method, class... Arguments>
int forward(sqlite3_file* file, Arguments... arguments) {
    return (real_of(file)->pMethods->*Method)(real_of(file), arguments...);
}

void barrier(sqlite3_file* file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

const sqlite3_io_methods kMethods{
    .iVersion = 2,  // with shared memory, without memory-mapped pages: those are not counted
    .xClose = forward<&sqlite3_io_methods::xClose>,
    .xRead = forward<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = forward<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = forward<&sqlite3_io_methods::xLock, int>,
    .xUnlock = forward<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = forward<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = forward<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forward<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = forward<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = barrier,
    .xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    file->pMethods = nullptr;
    const int result = real_vfs->xOpen(real_vfs, name, real_of(file), flags, flags_out);
    if (real_of(file)->pMethods != nullptr) file->pMethods = &kMethods;
    return result;
}

}  // namespace

FailingDisk::FailingDisk() {
    heal();
    real_vfs = sqlite3_vfs_find(nullptr);
    vfs_ = std::make_unique<sqlite3_vfs>(*real_vfs);
    vfs_->zName = "failing";
    vfs_->pNext = nullptr;
    vfs_->szOsFile = kHeadBytes + real_vfs->szOsFile;
    vfs_->xOpen = open;
    sqlite3_vfs_register(vfs_.get(), 1);
}

FailingDisk::~FailingDisk() {
    sqlite3_vfs_unregister(vfs_.get());
    sqlite3_vfs_register(real_vfs, 1);
}

void FailingDisk::fail(int nth, Fault fault, int times) {
    const std::lock_guard lock(plan.mutex);
    plan.calls_before = nth - 1;
    plan.failures_left = times;
    plan.failures = 0;
    plan.fault = fault;
}

int FailingDisk::failures() {
    const std::lock_guard lock(plan.mutex);
    return plan.failures;
}

void FailingDisk::heal() {
    fail(1, Fault::full, 0);
}

}  // namespace neurec::tests
