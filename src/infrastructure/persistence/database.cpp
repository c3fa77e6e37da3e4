#include "infrastructure/persistence/database.hpp"

#include <utility>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/sqlite_engine.hpp"

namespace neurec::infrastructure::persistence {

Database::Database(std::unique_ptr<const Engine> engine, std::size_t connections)
    : engine_(std::move(engine)), places_(connections) {
    const Lease first = lease();
    migration_ = first->guard([&] { return migrate(*first); });
}

Database::Database(const std::filesystem::path& file, std::size_t connections)
    : Database(std::make_unique<SqliteEngine>(file), connections) {}

Database::~Database() = default;

Database::Lease Database::lease() {
    std::unique_ptr<Connection> connection = take_idle_or_place();
    if (!connection) {
        try {
            connection = std::make_unique<Connection>(*engine_);
        } catch (...) {
            free_place();
            throw;
        }
    }
    return {connection.release(),
            [this](Connection* each) { give_back(std::unique_ptr<Connection>(each)); }};
}

/// An idle connection that still stands, or null and the right to open one.
std::unique_ptr<Connection> Database::take_idle_or_place() {
    std::unique_lock lock(mutex_);
    given_back_.wait(lock, [&] { return !idle_.empty() || places_ > 0; });
    while (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->stands()) return connection;
        ++places_;
    }
    --places_;
    return nullptr;
}

void Database::give_back(std::unique_ptr<Connection> connection) {
    connection->end_reads();
    if (!connection->stands()) {
        connection.reset();
        free_place();
        return;
    }
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
    given_back_.notify_one();
}

void Database::free_place() {
    const std::scoped_lock lock(mutex_);
    ++places_;
    given_back_.notify_one();
}

}  // namespace neurec::infrastructure::persistence
