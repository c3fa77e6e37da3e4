#pragma once

#include <libpq-fe.h>

#include "infrastructure/persistence/import_rows.hpp"
#include "infrastructure/persistence/postgres_copy.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// Copies rows into temporary tables, and at the end brings each of them into its table in one
/// statement. Until then other programs read and write as they like.
class PostgresImportRows : public ImportRows {
  public:
    /// Waits for another import to end. `connection` is the session's own.
    PostgresImportRows(soci::session& session, PGconn* connection);

    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    void finish() override;
    void tidy_up() noexcept override {}

  private:
    void store_movies();
    void store_users();
    void store_ratings();

    soci::session& session_;
    std::int64_t place_ = 0;  ///< rows so far: of two with the same id, the later counts
    PostgresCopy movies_;
    PostgresCopy genres_;
    PostgresCopy words_;
    PostgresCopy users_;
    PostgresCopy ratings_;
};

}  // namespace neurec::infrastructure::persistence
