#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "application/dtos/paging.hpp"
#include "application/dtos/year_range.hpp"
#include "domain/models/genre.hpp"
#include "domain/models/movie.hpp"
#include "domain/texts.hpp"

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
inline constexpr Constraints kConstraints<&MovieSchema::genres> = {
    .description =
        "Stored as the catalogue spells them, whatever the case; None, unknown and empty ones are "
        "left out",
    .max_length = 50};

/// Genres fit their column, and can be shown.
[[nodiscard]] inline std::optional<std::string_view> broken_rule(const MovieSchema& movie) {
    for (const std::string& genre : movie.genres) {
        const std::string_view name = domain::trimmed_genre(genre);
        if (name.size() > domain::kLongestGenre) return "a genre has at most 50 bytes";
        if (domain::has_control_characters(name)) return "a genre has no control characters";
    }
    return std::nullopt;
}

struct MovieList {
    std::vector<MoviePublic> movies;
    std::uint64_t total = 0;
    std::uint64_t page = 1;
    std::uint32_t size = 50;
    std::uint64_t pages = 0;
};
BOOST_DESCRIBE_STRUCT(MovieList, (), (movies, total, page, size, pages))

/// A "minus_" is a minus in JSON: the other way round.
enum class MovieSort : std::uint8_t {
    id,
    title,
    year,
    popularity,
    mean_rating,
    minus_id,
    minus_title,
    minus_year,
    minus_popularity,
    minus_mean_rating,
};
BOOST_DESCRIBE_ENUM(MovieSort, id, title, year, popularity, mean_rating, minus_id, minus_title,
                    minus_year, minus_popularity, minus_mean_rating)

/// The query of GET /movies/.
struct MovieListQuery : PageQuery {
    std::optional<std::string> title;
    std::optional<std::string> genre;
    std::optional<int> year_from;
    std::optional<int> year_to;
    MovieSort sort = MovieSort::id;
};
BOOST_DESCRIBE_STRUCT(MovieListQuery, (PageQuery), (title, genre, year_from, year_to, sort))

template <>
inline constexpr Constraints kConstraints<&MovieListQuery::title> = {
    .description = "Words that the title must contain, in any case", .max_length = 200};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::genre> = {
    .description = "Only movies of this genre, in any case", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::year_from> = {
    .description = "First year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::year_to> = {
    .description = "Last year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&MovieListQuery::sort> = {
    .description =
        "Order of the movies, a minus in front reverses it: year is the oldest first, -year the "
        "newest; popularity and mean_rating the highest first, as of the last minute. Movies "
        "without a year, or without ratings in a mean, come last either way",
    .has_default = true};

[[nodiscard]] inline std::optional<std::string_view> broken_rule(const MovieListQuery& query) {
    if (const auto rule = broken_rule(static_cast<const PageQuery&>(query))) return rule;
    return broken_year_rule(query);
}

/// The path of everything below /movies/{movie_id}.
struct MoviePath {
    std::int64_t movie_id = 0;
};
BOOST_DESCRIBE_STRUCT(MoviePath, (), (movie_id))

[[nodiscard]] inline MoviePublic public_form(const domain::Movie& movie) {
    return {movie.id.value, movie.title, movie.genres};
}

}  // namespace neurec::application
