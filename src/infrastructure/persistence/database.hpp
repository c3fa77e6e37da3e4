#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "infrastructure/persistence/migrations.hpp"

namespace neurec::infrastructure::persistence {

class Connection;
class Engine;

/// The database: which one, and a pool of connections to it. Thread-safe. A database that is away,
/// or hangs, costs each caller some seconds at the most; when it is back, the next caller gets a
/// new connection.
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

    /// A connection for the caller alone; it goes back to the pool with the pointer. Unavailable
    /// where none can be opened, or all are in use for too long.
    using Lease = std::unique_ptr<Connection, std::function<void(Connection*)>>;
    [[nodiscard]] Lease lease();

    /// What the last failure said that would have met any other write, too; nothing where there was
    /// none, or something has been stored since.
    [[nodiscard]] std::optional<std::string> write_problem() const;
    void remember_write_problem(std::string problem);
    void forget_write_problem();

  private:
    using Clock = std::chrono::steady_clock;
    struct Refusal {
        std::string message;
        Clock::time_point until;
    };

    /// One of the pool's places, and the connection on it, if there is one yet.
    class Place;

    [[nodiscard]] Place take_place();
    void open_on(Place& place);
    void give_back(Connection* connection) noexcept;
    void watch(const std::stop_token& stop);

    std::unique_ptr<const Engine> engine_;
    mutable std::mutex mutex_;  ///< guards what follows, up to migration_
    std::condition_variable given_back_;
    std::size_t places_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::map<Connection*, Clock::time_point> lent_;  ///< and since when
    std::optional<Refusal> refusal_;                 ///< of the last attempt to connect
    std::optional<std::string> write_problem_;
    MigrationReport migration_;

    std::mutex watch_mutex_;
    std::condition_variable_any watch_woken_;
    std::jthread watch_;  ///< last: stops before what it uses goes
};

}  // namespace neurec::infrastructure::persistence
