#pragma once

#include <memory>

#include "domain/ports/dataset_store.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

class Transaction;

/// An import on a connection of its own, holding SQLite's one write lock until it ends. Used up by
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
    struct Statements;

    Database::Lease connection_;
    std::unique_ptr<Transaction> transaction_;
    std::unique_ptr<Statements> statements_;
    bool rating_index_dropped_ = false;
};

}  // namespace neurec::infrastructure::persistence
