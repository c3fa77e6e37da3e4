#include "application/services/genre_table.hpp"

#include <gtest/gtest.h>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using tests::movie;

const std::vector<domain::Movie> kMovies = {movie(1, "A", {"Drama", "Comedy"}), movie(2, "B", {}),
                                            movie(3, "C", {"Comedy"}),
                                            movie(4, "D", {"War", "Drama"})};

TEST(GenreTable, KnowsEveryGenreByNameInAnyCase) {
    const GenreTable table(kMovies);
    EXPECT_EQ(table.names(), (std::vector<std::string>{"Comedy", "Drama", "War"}));
    EXPECT_EQ(table.find("dRAMA"), GenreIndex{1});
    EXPECT_EQ(table.find("Dram"), std::nullopt);
    EXPECT_EQ(table.find(""), std::nullopt);
}

TEST(GenreTable, HasOneGenreForSpellingsThatMeanTheSame) {
    const std::vector<domain::Movie> movies = {movie(1, "A", {"War"}), movie(2, "B", {"war "}),
                                               movie(3, "C", {"None"})};
    const GenreTable table(movies);
    EXPECT_EQ(table.names(), std::vector<std::string>{"War"});
    EXPECT_FLOAT_EQ(table.similarity(0, 1), 1.0F);
    EXPECT_TRUE(table.of(2).empty());
    EXPECT_EQ(table.find("none"), std::nullopt);
}

TEST(GenreTable, ComparesMoviesByTheShareOfCommonGenres) {
    const GenreTable table(kMovies);
    EXPECT_FLOAT_EQ(table.similarity(0, 0), 1.0F);
    EXPECT_FLOAT_EQ(table.similarity(0, 2), 0.5F);
    EXPECT_FLOAT_EQ(table.similarity(0, 3), 1.0F / 3);
    EXPECT_FLOAT_EQ(table.similarity(2, 3), 0.0F);
    EXPECT_FLOAT_EQ(table.similarity(1, 1), 0.0F);
}

TEST(GenreFilter, LetsThroughMoviesWithAnyOfTheGenres) {
    const GenreTable table(kMovies);
    const std::vector<GenreIndex> wanted = {*table.find("War"), *table.find("Comedy")};
    const GenreFilter filter(table, wanted);
    EXPECT_TRUE(filter(0));
    EXPECT_FALSE(filter(1));
    EXPECT_TRUE(filter(2));
    EXPECT_TRUE(filter(3));
}

TEST(GenreFilter, LetsEverythingThroughWithoutAWish) {
    const GenreTable table(kMovies);
    EXPECT_TRUE(GenreFilter(table, {})(1));
}

}  // namespace
}  // namespace neurec::application
