#pragma once

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "infrastructure/persistence/migrations.hpp"

namespace neurec::infrastructure::persistence {

class Connection;

/// The SQLite database of a home folder: its file and a pool of connections to it. Thread-safe.
/// Write-ahead log: readers and one writer do not wait for each other.
class Database {
  public:
    /// Opens or makes the file, with its folder, and takes it to the newest schema. At most
    /// `connections` are open at once; further callers wait. Unavailable, with what to do, where
    /// that is not possible.
    explicit Database(std::filesystem::path file, std::size_t connections = 8);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    /// What opening did to the schema.
    [[nodiscard]] MigrationReport migration() const { return migration_; }

    /// A connection for the caller alone; it goes back to the pool with the pointer.
    using Lease = std::unique_ptr<Connection, std::function<void(Connection*)>>;
    [[nodiscard]] Lease lease();

  private:
    void give_back(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    std::size_t places_;
    MigrationReport migration_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace neurec::infrastructure::persistence
