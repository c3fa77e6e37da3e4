#include <gtest/gtest.h>

#include "application/dtos/invalid_request.hpp"
#include "application/dtos/recommendations.hpp"
#include "application/use_cases/get_movie.hpp"
#include "application/use_cases/list_movies.hpp"
#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

TEST(ListMovies, HandsTheQueryOnAndCountsPages) {
    tests::MemoryMovies movies({tests::movie(1, "A", {"War"})});
    movies.total = 21;
    MovieListQuery query;
    query.page = 3;
    query.size = 10;
    query.title = "la strada";
    query.genre = "WAR";
    query.year_from = 1950;
    query.year_to = 1960;
    query.sort = MovieSort::minus_year;
    const MovieList list = ListMovies(movies)(query);
    EXPECT_EQ(list.movies, (std::vector<MoviePublic>{{1, "A", {"War"}}}));
    EXPECT_EQ(list.total, 21U);
    EXPECT_EQ(list.page, 3U);
    EXPECT_EQ(list.size, 10U);
    EXPECT_EQ(list.pages, 3U);
    EXPECT_EQ(movies.asked.title_words, "la strada");
    EXPECT_EQ(movies.asked.genres, std::vector<std::string>{"War"});
    EXPECT_EQ(movies.asked.year_from, 1950);
    EXPECT_EQ(movies.asked.year_to, 1960);
    EXPECT_EQ(movies.asked.order, domain::MovieOrder::year);
    EXPECT_TRUE(movies.asked.reversed);
    EXPECT_EQ(movies.asked.offset, 20U);
    EXPECT_EQ(movies.asked.limit, 10U);
}

TEST(ListMovies, TakesAnOffsetAndALimitAsWell) {
    tests::MemoryMovies movies({});
    movies.total = 21;
    MovieListQuery query;
    query.offset = 7;
    query.limit = 5;
    const MovieList list = ListMovies(movies)(query);
    EXPECT_EQ(movies.asked.offset, 7U);
    EXPECT_EQ(movies.asked.limit, 5U);
    EXPECT_EQ(list.page, 2U);
    EXPECT_EQ(list.size, 5U);
    EXPECT_EQ(list.pages, 5U);
    query.limit = std::nullopt;
    static_cast<void>(ListMovies(movies)(query));
    EXPECT_EQ(movies.asked.limit, 100U);
    static_cast<void>(ListMovies(movies)({}));
    EXPECT_EQ(movies.asked.offset, 0U);
    EXPECT_EQ(movies.asked.limit, 50U);
}

TEST(ListMovies, AsksForEverySpellingOfAGenre) {
    tests::MemoryMovies movies(
        {tests::movie(1, "A", {"War"}), tests::movie(2, "B", {"war "}), tests::movie(3, "C", {})});
    MovieListQuery query;
    query.genre = "war";
    static_cast<void>(ListMovies(movies)(query));
    EXPECT_EQ(movies.asked.genres, (std::vector<std::string>{"War", "war "}));
}

TEST(ListMovies, RefusesAGenreThatNoMovieHasAndNamesTheKnownOnes) {
    tests::MemoryMovies movies({tests::movie(1, "A", {"War"})});
    for (const char* genre : {"Nope", "", "None"}) {
        MovieListQuery query;
        query.genre = genre;
        try {
            static_cast<void>(ListMovies(movies)(query));
            FAIL() << "an unknown genre was accepted: " << genre;
        } catch (const InvalidRequest& error) {
            ASSERT_EQ(error.faults().size(), 1U);
            const decltype(FieldFault::location) place = {"query", "genre"};
            EXPECT_EQ(error.faults()[0].location, place);
            EXPECT_EQ(error.faults()[0].problem, "unknown genre; known are: War");
        }
    }
}

TEST(PageQuery, AsksInOneWayAtATime) {
    EXPECT_EQ(broken_rule(PageQuery{.page = 2, .size = 3}), std::nullopt);
    EXPECT_EQ(broken_rule(PageQuery{.offset = 2, .limit = 3}), std::nullopt);
    EXPECT_NE(broken_rule(PageQuery{.page = 2, .limit = 3}), std::nullopt);
    EXPECT_NE(broken_rule(PageQuery{.size = 2, .offset = 3}), std::nullopt);
}

TEST(Years, AreInOrder) {
    MovieListQuery query;
    query.year_from = 1990;
    query.year_to = 1990;
    EXPECT_EQ(broken_rule(query), std::nullopt);
    query.year_to = 1989;
    EXPECT_NE(broken_rule(query), std::nullopt);
    NewUserRecommendationRequest request;
    request.year_from = 1990;
    request.year_to = 1989;
    EXPECT_NE(broken_rule(request), std::nullopt);
}

TEST(ListMovies, HasNoPagesWhereThereIsNothing) {
    tests::MemoryMovies movies({});
    EXPECT_EQ(ListMovies(movies)({}).pages, 0U);
}

TEST(GetMovie, FindsByIdOrSaysThatThereIsNone) {
    tests::MemoryMovies movies({tests::movie(7, "A", {"War"})});
    EXPECT_EQ(GetMovie(movies)({.movie_id = 7}), (MoviePublic{7, "A", {"War"}}));
    EXPECT_THROW(static_cast<void>(GetMovie(movies)({.movie_id = 8})), domain::NotFound);
}

}  // namespace
}  // namespace neurec::application
