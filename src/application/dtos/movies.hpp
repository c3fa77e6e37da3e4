#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "domain/models/movie.hpp"

namespace neurec::application {

/// A movie as answers show it.
struct MoviePublic {
    std::int64_t id = 0;
    std::string title;
    std::vector<std::string> genres;
    bool operator==(const MoviePublic&) const = default;
};
BOOST_DESCRIBE_STRUCT(MoviePublic, (), (id, title, genres))

/// A movie as somebody posts it; without an id, one is assigned.
struct MovieSchema {
    std::optional<std::int64_t> id;
    std::string title;
    std::vector<std::string> genres;
};
BOOST_DESCRIBE_STRUCT(MovieSchema, (), (id, title, genres))

template <>
inline constexpr Constraints kConstraints<&MovieSchema::id> = {
    .description = "The client's own; without it, the next one is assigned",
    .minimum = 1,
    .maximum = 9007199254740991.0};
template <>
inline constexpr Constraints kConstraints<&MovieSchema::title> = {
    .description = "With the year of release, as in Toy Story (1995)",
    .is_name = true,
    .min_length = 1,
    .max_length = 500};
template <>
inline constexpr Constraints kConstraints<&MovieSchema::genres> = {.max_length = 50};

/// Genres fit their column.
[[nodiscard]] inline std::optional<std::string_view> broken_rule(const MovieSchema& movie) {
    for (const std::string& genre : movie.genres)
        if (genre.empty() || genre.size() > 50) return "a genre has 1 to 50 bytes";
    return std::nullopt;
}

struct MovieList {
    std::vector<MoviePublic> movies;
    std::uint64_t total = 0;
    std::uint32_t page = 1;
    std::uint32_t size = 50;
    std::uint64_t pages = 0;
};
BOOST_DESCRIBE_STRUCT(MovieList, (), (movies, total, page, size, pages))

enum class MovieSort : std::uint8_t { id, title, year, popularity, mean_rating };
BOOST_DESCRIBE_ENUM(MovieSort, id, title, year, popularity, mean_rating)

/// The query of GET /movies/.
struct MovieListQuery {
    std::uint32_t page = 1;
    std::uint32_t size = 50;
    std::optional<std::string> title;
    std::optional<std::string> genre;
    std::optional<int> year_from;
    std::optional<int> year_to;
    MovieSort sort = MovieSort::id;
};
BOOST_DESCRIBE_STRUCT(MovieListQuery, (), (page, size, title, genre, year_from, year_to, sort))

template <>
inline constexpr Constraints kConstraints<&MovieListQuery::page> = {
    .description = "Page, from 1", .has_default = true, .minimum = 1, .maximum = 1e9};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::size> = {
    .description = "Movies a page", .has_default = true, .minimum = 1, .maximum = 1000};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::title> = {
    .description = "Words that the title must contain, in any case", .max_length = 200};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::genre> = {
    .description = "One of the movie's genres", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::year_from> = {
    .description = "First year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::year_to> = {
    .description = "Last year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::sort> = {
    .description =
        "Order of the movies; popularity and mean_rating the highest first, as of the last "
        "minute",
    .has_default = true};

/// The path of everything below /movies/{movie_id}.
struct MoviePath {
    std::int64_t movie_id = 0;
};
BOOST_DESCRIBE_STRUCT(MoviePath, (), (movie_id))

[[nodiscard]] inline MoviePublic public_form(const domain::Movie& movie) {
    return {movie.id.value, movie.title, movie.genres};
}

}  // namespace neurec::application
