#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <map>
#include <memory>
#include <typeindex>

namespace neurec::infrastructure::persistence {

/// One connection to the database, with the statements that were prepared on it. Used by one thread
/// at a time.
class Connection {
  public:
    /// Opens the SQLite file, making it where it is absent. Unavailable where it cannot be opened
    /// or is no database.
    explicit Connection(std::filesystem::path file);

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] soci::session& session() { return session_; }

    /// The connection's own object of type Query, which is made from the session when first asked
    /// for: a query is prepared once a connection, not once a call.
    template <class Query>
    Query& query() {
        std::shared_ptr<void>& slot = queries_[typeid(Query)];
        if (!slot) slot = std::make_shared<Query>(session_);
        return *static_cast<Query*>(slot.get());
    }

    /// Ends every statement that has rows left. SQLite keeps a connection on the snapshot of its
    /// oldest unfinished statement, so without this the next query on the connection could miss
    /// what others have written since.
    void end_reads() noexcept;

  private:
    std::filesystem::path file_;
    soci::session session_;
    std::map<std::type_index, std::shared_ptr<void>> queries_;
};

/// A transaction on a connection; undone when it goes without commit().
class Transaction {
  public:
    enum class Kind {
        read,   ///< one snapshot for several queries
        write,  ///< holds the write lock from the start: a later lock may fail half-way
    };

    Transaction(soci::session& session, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

  private:
    soci::session& session_;
    bool open_ = true;
};

/// Throws the domain error that a failure of SQLite means to people.
[[noreturn]] void throw_as_unavailable(const std::filesystem::path& file,
                                       const soci::soci_error& error);

/// Runs `work` on the database in `file`, turning its errors into domain::Unavailable with what to
/// do about them.
template <class Work>
auto with_database_errors(const std::filesystem::path& file, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const soci::soci_error& error) {
        throw_as_unavailable(file, error);
    }
}

}  // namespace neurec::infrastructure::persistence
