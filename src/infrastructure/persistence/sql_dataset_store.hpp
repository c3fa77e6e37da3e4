#pragma once

#include "domain/ports/dataset_store.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// The database in bulk, for import and training. `database` must outlive it and its transactions.
class SqlDatasetStore : public domain::DatasetStore {
  public:
    explicit SqlDatasetStore(Database& database) : database_(database) {}

    [[nodiscard]] std::unique_ptr<domain::ImportTransaction> begin_import(
        const domain::ImportSource& source) override;
    [[nodiscard]] domain::Dataset load() override;
    [[nodiscard]] domain::StoreCounts counts() override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
