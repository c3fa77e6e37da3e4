#include "infrastructure/persistence/connection.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <thread>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

Connection::Connection(const Engine& engine) : engine_(engine) {
    guard([&] {
        engine_.open(session_);
        interrupter_ = engine_.interrupter(session_);
    });
}

Failure Connection::failure_of(const soci::soci_error& error) {
    Failure failure = engine_.failure_of(error, session_);
    ended_ = ended_ || failure.ends_connection;
    return failure;
}

void Connection::throw_as_unavailable(const Failure& failure) {
    throw domain::Unavailable(failure.message);
}

void Connection::allow_long_work() {
    has_long_work_ = true;
    engine_.allow_long_work(session_);
}

void Connection::end_use() noexcept {
    engine_.end_reads(session_);
    has_long_work_ = false;
}

Transaction::Transaction(Connection& connection, Kind kind) : session_(connection.session()) {
    connection.engine().begin(session_, kind);
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        session_ << "rollback";
    } catch (const soci::soci_error&) {  // NOLINT(bugprone-empty-catch)
        // SQLite has rolled back by itself where the failure was its own (a full disk), and then
        // finds nothing to roll back; PostgreSQL has where the connection is gone.
    }
}

void Transaction::commit() {
    session_ << "commit";
    open_ = false;
}

void pause_after_conflict(int attempt) {
    constexpr int kMostDoublings = 6;
    thread_local std::minstd_rand random{std::random_device{}()};
    const std::chrono::microseconds most{1000LL << std::min(attempt - 1, kMostDoublings)};
    std::this_thread::sleep_for(std::chrono::microseconds(
        std::uniform_int_distribution<std::int64_t>(0, most.count())(random)));
}

}  // namespace neurec::infrastructure::persistence
