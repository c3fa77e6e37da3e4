#pragma once

#include <memory>

#include "domain/models/genre.hpp"
#include "domain/ports/dataset_store.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/stored_source.hpp"

namespace neurec::infrastructure::persistence {

class ImportRows;
class Transaction;

/// An import on a connection of its own. SQLite's one write lock is held until it ends. Used up by
/// commit().
class SqlImportTransaction : public domain::ImportTransaction {
  public:
    SqlImportTransaction(Database::Lease connection, const domain::ImportSource& source);
    ~SqlImportTransaction() override;
    SqlImportTransaction(const SqlImportTransaction&) = delete;
    SqlImportTransaction& operator=(const SqlImportTransaction&) = delete;

    [[nodiscard]] std::optional<std::string> stored_title(domain::MovieId id) const override;
    [[nodiscard]] std::optional<domain::Demographics> stored_demographics(
        domain::UserId id) const override;
    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    [[nodiscard]] domain::ImportChanges finish() override;
    void commit() override;

  private:
    Database::Lease connection_;
    std::unique_ptr<Transaction> transaction_;
    StoredSource source_;
    std::unique_ptr<ImportRows> rows_;
    domain::GenreNames genres_;  ///< the database's, and those of the import
    std::uint64_t ratings_before_ = 0;
    bool is_finished_ = false;
};

}  // namespace neurec::infrastructure::persistence
