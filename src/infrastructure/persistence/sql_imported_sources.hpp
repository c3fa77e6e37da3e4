#pragma once

#include "domain/ports/imported_sources.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// The table of sources, and what users and movies say of theirs. `database` must outlive it.
class SqlImportedSources : public domain::ImportedSources {
  public:
    explicit SqlImportedSources(Database& database) : database_(database) {}

    [[nodiscard]] std::vector<domain::ImportedSource> all() override;
    [[nodiscard]] std::vector<std::string> paths() override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
