#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <string>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

/// Our own ids of a table: no id is ever used twice, not even that of a row that is gone. Each
/// function is to be called in a writing transaction.
class IdCounter {
  public:
    /// Ids that a data set or a client chooses move the counter up to here; higher ones leave it
    /// alone. So no choice uses up the ids up to 2^53 - 1, which is the highest that browsers know.
    static constexpr std::int64_t kHighestCounted = std::int64_t{1} << 52U;

    /// `table`: "users" or "movies". `session` must outlive it.
    IdCounter(soci::session& session, const std::string& table);
    IdCounter(const IdCounter&) = delete;
    IdCounter& operator=(const IdCounter&) = delete;

    /// The first of `count` ids in a row that nobody ever had.
    [[nodiscard]] std::int64_t next(std::int64_t count = 1);
    /// Whether nobody ever had that id, as far as is known.
    [[nodiscard]] bool is_unused(std::int64_t id);
    /// The counter gives no id up to `id` from now on; nothing where that is above kHighestCounted.
    void pass(std::int64_t id);
    /// Writes down that the row's id was used. Before the row is deleted.
    void retire(std::int64_t id);

  private:
    long long first_ = 0;
    long long last_ = 0;
    long long count_ = 0;
    int found_ = 0;
    soci::statement raise_;
    soci::statement raised_;
    soci::statement used_;
    soci::statement pass_;
    soci::statement retire_;
};

/// A connection's counters.
struct UserIds : IdCounter {
    explicit UserIds(Connection& connection) : IdCounter(connection.session(), "users") {}
};
struct MovieIds : IdCounter {
    explicit MovieIds(Connection& connection) : IdCounter(connection.session(), "movies") {}
};

}  // namespace neurec::infrastructure::persistence
