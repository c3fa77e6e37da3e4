#pragma once

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "infrastructure/persistence/migrations.hpp"

namespace neurec::infrastructure::persistence {

class Connection;
class Engine;

/// The database: which one, and a pool of connections to it. Thread-safe.
class Database {
  public:
    /// Takes the database to the newest schema. At most `connections` are open at once; further
    /// callers wait. Unavailable, with what to do, where that is not possible.
    explicit Database(std::unique_ptr<const Engine> engine, std::size_t connections = 8);
    /// The SQLite database in `file`, made with its folder where it is absent.
    explicit Database(const std::filesystem::path& file, std::size_t connections = 8);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// What opening did to the schema.
    [[nodiscard]] MigrationReport migration() const { return migration_; }

    /// A connection for the caller alone; it goes back to the pool with the pointer.
    using Lease = std::unique_ptr<Connection, std::function<void(Connection*)>>;
    [[nodiscard]] Lease lease();

  private:
    [[nodiscard]] std::unique_ptr<Connection> take_idle_or_place();
    void give_back(std::unique_ptr<Connection> connection);
    void free_place();

    std::unique_ptr<const Engine> engine_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::size_t places_;                             ///< guarded by mutex_
    std::vector<std::unique_ptr<Connection>> idle_;  ///< guarded by mutex_
    MigrationReport migration_;
};

}  // namespace neurec::infrastructure::persistence
