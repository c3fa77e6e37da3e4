#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "domain/models/ids.hpp"

namespace neurec::domain {

/// What the store knows of a data set that was imported, beyond its rows.
struct ImportedSource {
    std::string name;
    std::string path;  ///< where it was read from last; empty where that is not known
    /// Users by their id in the data set.
    std::unordered_map<std::string, UserId> users;
    /// Movies in the order in which the data set's ratings first name them; empty where that is not
    /// known.
    std::vector<MovieId> movies_by_first_rating;
};

/// The data sets that were imported. Unavailable where the database fails.
class ImportedSources {
  public:
    virtual ~ImportedSources() = default;
    [[nodiscard]] virtual std::vector<ImportedSource> all() = 0;
    /// Their paths alone, those that are known.
    [[nodiscard]] virtual std::vector<std::string> paths() = 0;
};

}  // namespace neurec::domain
