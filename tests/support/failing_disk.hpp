#pragma once

#include <cstdint>
#include <memory>

struct sqlite3_vfs;

namespace neurec::tests {

/// A disk below SQLite that can be told to fail. While the object lives, every database that is
/// opened in this process is on it: writes, syncs and truncations go through its count. One at a
/// time; databases go before it.
class FailingDisk {
  public:
    enum class Fault : std::uint8_t {
        full,         ///< ENOSPC
        io_error,     ///< EIO
        short_write,  ///< half of the bytes are written, then there is no room
    };

    FailingDisk();
    ~FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    /// The `nth` call from now (1: the next) fails, and `times` - 1 after it.
    static void fail(int nth, Fault fault, int times);
    /// Calls that have failed since fail().
    [[nodiscard]] static int failures();
    /// From now on nothing fails.
    static void heal();

  private:
    std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace neurec::tests
