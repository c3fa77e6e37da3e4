#pragma once

#include <memory>

#include "domain/ports/dataset_store.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

class ImportRows;
class Transaction;

/// An import on a connection of its own. SQLite's one write lock is held until it ends. Used up by
/// commit().
class SqlImportTransaction : public domain::ImportTransaction {
  public:
    explicit SqlImportTransaction(Database::Lease connection);
    ~SqlImportTransaction() override;
    SqlImportTransaction(const SqlImportTransaction&) = delete;
    SqlImportTransaction& operator=(const SqlImportTransaction&) = delete;

    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    void commit() override;

  private:
    Database::Lease connection_;
    std::unique_ptr<Transaction> transaction_;
    std::unique_ptr<ImportRows> rows_;
};

}  // namespace neurec::infrastructure::persistence
