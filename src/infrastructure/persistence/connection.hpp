#pragma once

#include <soci/soci.h>

#include <atomic>
#include <map>
#include <memory>
#include <typeindex>

#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/engine.hpp"
#include "infrastructure/persistence/interrupter.hpp"

namespace neurec::infrastructure::persistence {

/// One connection to the database, with the statements that were prepared on it. Used by one thread
/// at a time.
class Connection {
  public:
    /// Unavailable where it cannot be opened. `engine` must outlive it.
    explicit Connection(const Engine& engine);

    [[nodiscard]] const Engine& engine() const { return engine_; }
    [[nodiscard]] soci::session& session() { return session_; }

    /// The connection's own object of type Query, which is made from the connection when first
    /// asked for: a query is prepared once a connection, not once a call.
    template <class Query>
    Query& query() {
        std::shared_ptr<void>& slot = queries_[typeid(Query)];
        if (!slot) slot = std::make_shared<Query>(*this);
        return *static_cast<Query*>(slot.get());
    }

    /// What a failure on this connection means; remembers where it ends the connection.
    [[nodiscard]] Failure failure_of(const soci::soci_error& error);
    /// Runs `work`, whose failures become domain::Unavailable with what to do about them.
    template <class Work>
    auto guard(Work work) -> decltype(work()) {
        try {
            return work();
        } catch (const soci::soci_error& error) {
            throw_as_unavailable(failure_of(error));
        }
    }

    /// False once it has failed for good, or the server has closed it while nobody used it.
    [[nodiscard]] bool stands() noexcept { return !ended_ && engine_.stands(session_); }
    /// Lifts the limits on time for the transaction that is under way.
    void allow_long_work();
    /// To be called between two uses: ends every statement that has rows left, and sets the limits
    /// again.
    void end_use() noexcept;

    /// From any thread: whether interrupt() can do anything, and is called for after a while.
    [[nodiscard]] bool can_be_interrupted() const noexcept {
        return interrupter_ && !has_long_work_;
    }
    void interrupt() noexcept { interrupter_->interrupt(); }

    [[noreturn]] static void throw_as_unavailable(const Failure& failure);

  private:
    const Engine& engine_;
    soci::session session_;
    std::unique_ptr<Interrupter> interrupter_;
    std::atomic<bool> has_long_work_ = false;
    bool ended_ = false;
    std::map<std::type_index, std::shared_ptr<void>> queries_;
};

/// A transaction on a connection; undone when it goes without commit().
class Transaction {
  public:
    using Kind = TransactionKind;

    Transaction(Connection& connection, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

  private:
    soci::session& session_;
    bool open_ = true;
};

/// Work that conflicts with others' is done again so often: more conflicts in a row than other
/// connections would be needed for another.
inline constexpr int kMostAttempts = 20;

/// Waits for a random time, at most 1 ms and twice as long after each further attempt up to 64 ms:
/// those who collided would otherwise collide again (Brooker, "Exponential Backoff And Jitter",
/// 2015).
void pause_after_conflict(int attempt);

/// Runs `work` on a connection of the pool, again where others were in its way; it must not have
/// effects outside the database. Failures become domain::Unavailable with what to do about them.
template <class Work>
auto run_on(Database& database, Work work) -> decltype(work(*database.lease())) {
    for (int attempt = 1;; ++attempt) {
        {
            const Database::Lease connection = database.lease();
            try {
                return work(*connection);
            } catch (const soci::soci_error& error) {
                const Failure failure = connection->failure_of(error);
                if (failure.prevents_writing) database.remember_write_problem(failure.message);
                if (!failure.is_conflict || attempt == kMostAttempts)
                    Connection::throw_as_unavailable(failure);
            }
        }
        pause_after_conflict(attempt);
    }
}

}  // namespace neurec::infrastructure::persistence
