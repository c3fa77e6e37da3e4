#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::application {

/// Position of a genre in a GenreTable, 0-based.
using GenreIndex = std::uint16_t;

/// A catalogue's genres as flat arrays, so that filters and similarities need no texts. Immutable,
/// thread-safe.
class GenreTable {
  public:
    explicit GenreTable(std::span<const domain::Movie> movies);

    /// Every genre's name, in ascending byte order; of several spellings the first.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    /// The genre called so in any spelling (domain::genre_key), or nothing.
    [[nodiscard]] std::optional<GenreIndex> find(std::string_view name) const;
    /// A movie's genres in ascending order.
    [[nodiscard]] std::span<const GenreIndex> of(domain::MovieIndex movie) const {
        return {genres_.data() + offsets_[movie], offsets_[movie + 1] - offsets_[movie]};
    }
    /// Share of the two movies' genres that both have (Jaccard), 0..1; 0 where both have none.
    [[nodiscard]] float similarity(domain::MovieIndex a, domain::MovieIndex b) const;

  private:
    std::vector<std::string> names_;
    std::vector<std::uint32_t> offsets_{0};
    std::vector<GenreIndex> genres_;
};

/// Lets through movies that have at least one of the wanted genres; without any, every movie.
class GenreFilter {
  public:
    GenreFilter(const GenreTable& table, std::span<const GenreIndex> wanted);
    [[nodiscard]] bool lets_all_through() const { return wanted_.empty(); }
    [[nodiscard]] bool operator()(domain::MovieIndex movie) const;

  private:
    const GenreTable* table_;
    std::vector<char> wanted_;  ///< by genre; empty: all
};

}  // namespace neurec::application
