#pragma once

#include <memory>

#include "infrastructure/persistence/import_rows.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

namespace neurec::infrastructure::persistence {

/// Row by row with prepared statements, which SQLite executes a million times a second.
class SqliteImportRows : public ImportRows {
  public:
    explicit SqliteImportRows(soci::session& session);
    ~SqliteImportRows() override;

    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    void finish() override;
    void tidy_up() noexcept override;

  private:
    struct Statements;

    soci::session& session_;
    std::unique_ptr<Statements> statements_;
    bool rating_index_dropped_ = false;
};

}  // namespace neurec::infrastructure::persistence
