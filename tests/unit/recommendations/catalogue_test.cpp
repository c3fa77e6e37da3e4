#include <gtest/gtest.h>

#include "application/use_cases/get_movie.hpp"
#include "application/use_cases/list_movies.hpp"
#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

TEST(ListMovies, HandsTheQueryOnAndCountsPages) {
    tests::MemoryMovies movies({tests::movie(1, "A", {"War"})});
    movies.total = 21;
    const MovieList list = ListMovies(movies)({.page = 3,
                                               .size = 10,
                                               .title = "la strada",
                                               .genre = "War",
                                               .year_from = 1950,
                                               .year_to = 1960,
                                               .sort = MovieSort::year});
    EXPECT_EQ(list.movies, (std::vector<MoviePublic>{{1, "A", {"War"}}}));
    EXPECT_EQ(list.total, 21U);
    EXPECT_EQ(list.page, 3U);
    EXPECT_EQ(list.size, 10U);
    EXPECT_EQ(list.pages, 3U);
    EXPECT_EQ(movies.asked.title_words, "la strada");
    EXPECT_EQ(movies.asked.genre, "War");
    EXPECT_EQ(movies.asked.year_from, 1950);
    EXPECT_EQ(movies.asked.year_to, 1960);
    EXPECT_EQ(movies.asked.order, domain::MovieOrder::year);
    EXPECT_EQ(movies.asked.page, 3U);
    EXPECT_EQ(movies.asked.size, 10U);
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
