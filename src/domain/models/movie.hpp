#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/ids.hpp"

namespace neurec::domain {

/// A movie as people know it. The title is UTF-8 and, by MovieLens' convention, ends in the year:
/// "Heat (1995)".
struct Movie {
    MovieId id;
    std::string title;
    std::vector<std::string> genres;  ///< names, in the data set's order; empty where none is known
    bool operator==(const Movie&) const = default;
};

/// The year in parentheses that ends a title ("Heat (1995)" → 1995), or nothing where there is
/// none. Years outside 1870..2100 are taken as part of the name.
std::optional<int> release_year(std::string_view title);

}  // namespace neurec::domain
