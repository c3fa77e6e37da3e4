#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "application/dtos/constraints.hpp"

namespace neurec::application {

/// The query of GET /movies/{movie_id}/similar.
struct SimilarMoviesQuery {
    int n = 10;
};
BOOST_DESCRIBE_STRUCT(SimilarMoviesQuery, (), (n))

template <>
inline constexpr Constraints kConstraints<&SimilarMoviesQuery::n> = {
    .description = "Movies wanted", .has_default = true, .minimum = 1, .maximum = 100};

struct MovieLikeIt {
    std::int64_t movie_id = 0;
    std::string title;
    std::vector<std::string> genres;
    float similarity_score = 0;
};
BOOST_DESCRIBE_STRUCT(MovieLikeIt, (), (movie_id, title, genres, similarity_score))

template <>
inline constexpr Constraints kConstraints<&MovieLikeIt::similarity_score> = {
    .description =
        "How much it is like the movie that was asked about; comparable within one "
        "answer",
    .minimum = 0,
    .maximum = 1};

struct SimilarMoviesResponse {
    std::int64_t movie_id = 0;  ///< that was asked about
    std::vector<MovieLikeIt> recommendations;
};
BOOST_DESCRIBE_STRUCT(SimilarMoviesResponse, (), (movie_id, recommendations))

template <>
inline constexpr Constraints kConstraints<&SimilarMoviesResponse::recommendations> = {
    .description = "The most similar first"};

/// The query of GET /recommendations/popular.
struct PopularMoviesQuery {
    std::optional<std::string> genre;
    int n = 10;
};
BOOST_DESCRIBE_STRUCT(PopularMoviesQuery, (), (genre, n))

template <>
inline constexpr Constraints kConstraints<&PopularMoviesQuery::genre> = {
    .description = "Only movies of this genre, in any case", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&PopularMoviesQuery::n> = {
    .description = "Movies wanted", .has_default = true, .minimum = 1, .maximum = 100};

struct PopularMovie {
    std::int64_t movie_id = 0;
    std::string title;
    std::vector<std::string> genres;
    std::uint32_t likes = 0;
};
BOOST_DESCRIBE_STRUCT(PopularMovie, (), (movie_id, title, genres, likes))

template <>
inline constexpr Constraints kConstraints<&PopularMovie::likes> = {
    .description = "Ratings of four stars and more in the data that the model was trained on"};

struct PopularMoviesResponse {
    std::vector<PopularMovie> recommendations;
};
BOOST_DESCRIBE_STRUCT(PopularMoviesResponse, (), (recommendations))

template <>
inline constexpr Constraints kConstraints<&PopularMoviesResponse::recommendations> = {
    .description = "The most liked first"};

}  // namespace neurec::application
