#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <unordered_set>

#include "infrastructure/persistence/import_rows.hpp"
#include "infrastructure/persistence/postgres_copy.hpp"
#include "infrastructure/persistence/stored_source.hpp"

namespace neurec::infrastructure::persistence {

class Engine;

/// Copies rows into temporary tables, and at the end brings each of them into its table in one
/// statement. Until then other programs read and write as they like.
class PostgresImportRows : public ImportRows {
  public:
    /// `connection` is the session's own; `engine` opens another for the counters, since whoever
    /// signs up would otherwise wait for the import's end.
    PostgresImportRows(const Engine& engine, soci::session& session, PGconn* connection,
                       const StoredSource& source);

    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    [[nodiscard]] domain::ImportChanges finish() override;
    void tidy_up() noexcept override {}

  private:
    struct OwnId {
        std::string column;
        std::string join;  ///< what the column needs; empty for nothing
    };
    /// How a row of new_ratings names our user or movie.
    [[nodiscard]] OwnId own_id(const std::string& what);
    /// Leaves the import's new rows with their ids in the table "fresh_<table>", and keeps others
    /// from deleting the source's rows, or giving them to people, until the import ends.
    void give_ids(const std::string& table);
    void store_movies();
    void store_users();
    void store_ratings();
    /// Numbers on, after what earlier imports of the source named.
    void store_naming_order();
    /// Runs a statement and gives the number of rows that it wrote. "${source}" stands for the
    /// source's id.
    std::uint64_t run(const std::string& sql);

    const Engine& engine_;
    soci::session& session_;
    const StoredSource& source_;
    std::int64_t place_ = 0;  ///< rows so far
    NamingOrder naming_;
    std::unordered_set<std::int64_t> known_movies_;
    std::unordered_set<std::int64_t> known_users_;
    std::int64_t last_user_ = 0;
    bool has_only_known_ = true;  ///< every rating's user and movie is the source's
    domain::ImportChanges changes_;
    PostgresCopy movies_;
    PostgresCopy genres_;
    PostgresCopy words_;
    PostgresCopy users_;
    PostgresCopy ratings_;
    PostgresCopy named_;
};

}  // namespace neurec::infrastructure::persistence
