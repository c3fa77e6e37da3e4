#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <typeindex>
#include <utility>

namespace neurec::infrastructure::persistence {

/// One connection to the database, with the statements that were prepared on it. Used by one thread
/// at a time.
class Connection {
  public:
    /// Opens the SQLite file, making it where it is absent. Unavailable where it cannot be opened
    /// or is no database.
    explicit Connection(const std::filesystem::path& file);

    [[nodiscard]] soci::session& session() { return session_; }

    /// The connection's own object of type Query, which is made from the session when first asked
    /// for: a query is prepared once a connection, not once a call.
    template <class Query>
    Query& query() {
        std::shared_ptr<void>& slot = queries_[typeid(Query)];
        if (!slot) slot = std::make_shared<Query>(session_);
        return *static_cast<Query*>(slot.get());
    }

  private:
    soci::session session_;
    std::map<std::type_index, std::shared_ptr<void>> queries_;
};

/// Runs `work`, turning the database's errors into domain::Unavailable with what to do about them.
template <class Work>
auto with_database_errors(Work work) -> decltype(work());

/// Throws the domain error that a failure of SQLite means to people.
[[noreturn]] void throw_as_unavailable(const soci::soci_error& error);

template <class Work>
auto with_database_errors(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const soci::soci_error& error) {
        throw_as_unavailable(error);
    }
}

}  // namespace neurec::infrastructure::persistence
