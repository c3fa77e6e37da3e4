#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "application/services/genre_table.hpp"
#include "domain/models/dataset.hpp"

namespace neurec::application {

/// Release years from..to, both included; an end that is absent is open.
struct YearRange {
    std::optional<int> from;
    std::optional<int> to;
};

/// The years of release of a catalogue, by position. Immutable, thread-safe.
class YearTable {
  public:
    explicit YearTable(std::span<const domain::Movie> movies);
    /// Whether the movie's year is known and lies in the range.
    [[nodiscard]] bool is_within(domain::MovieIndex movie, const YearRange& range) const;

  private:
    std::vector<std::int16_t> years_;  ///< 0: unknown
};

/// Lets through the movies that a request is about: of its genres, and of its years.
class MovieFilter {
  public:
    /// By genre alone.
    MovieFilter(GenreFilter genres)  // NOLINT(google-explicit-constructor)
        : genres_(std::move(genres)) {}
    /// `years` must outlive it. A movie without a year passes only where the range is open on both
    /// ends.
    MovieFilter(GenreFilter genres, const YearTable& years, YearRange range)
        : genres_(std::move(genres)),
          years_(range.from || range.to ? &years : nullptr),
          range_(range) {}

    [[nodiscard]] bool operator()(domain::MovieIndex movie) const {
        return genres_(movie) && (years_ == nullptr || years_->is_within(movie, range_));
    }

  private:
    GenreFilter genres_;
    const YearTable* years_ = nullptr;  ///< null: any year
    YearRange range_{};
};

}  // namespace neurec::application
