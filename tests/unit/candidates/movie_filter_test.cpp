#include "application/services/movie_filter.hpp"

#include <gtest/gtest.h>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using tests::movie;

const std::vector<domain::Movie> kMovies = {movie(1, "Heat (1995)", {"Crime"}),
                                            movie(2, "Alien (1979)", {"Horror"}),
                                            movie(3, "No year", {"Crime"})};

class FilterByYear : public testing::Test {
  protected:
    [[nodiscard]] std::vector<bool> passed(YearRange range) const {
        const MovieFilter filter(GenreFilter(genres_, {}), years_, range);
        return {filter(0), filter(1), filter(2)};
    }

    GenreTable genres_{kMovies};
    YearTable years_{kMovies};
};

TEST_F(FilterByYear, TakesBothEndsOfTheRange) {
    EXPECT_EQ(passed({.from = 1979, .to = 1995}), (std::vector{true, true, false}));
    EXPECT_EQ(passed({.from = 1980, .to = 1994}), (std::vector{false, false, false}));
}

TEST_F(FilterByYear, LeavesAnAbsentEndOpen) {
    EXPECT_EQ(passed({.from = 1990, .to = {}}), (std::vector{true, false, false}));
    EXPECT_EQ(passed({.from = {}, .to = 1990}), (std::vector{false, true, false}));
}

TEST_F(FilterByYear, LetsMoviesWithoutAYearThroughOnlyWhereNoYearIsAskedFor) {
    EXPECT_EQ(passed({}), (std::vector{true, true, true}));
    EXPECT_FALSE(passed({.from = 0, .to = 9999})[2]);
}

TEST(MovieFilter, AsksForGenreAndYear) {
    const GenreTable genres(kMovies);
    const YearTable years(kMovies);
    const std::vector<GenreIndex> crime = {*genres.find("Crime")};
    const MovieFilter filter(GenreFilter(genres, crime), years, {.from = 1990, .to = 1999});
    EXPECT_TRUE(filter(0));
    EXPECT_FALSE(filter(1));
}

}  // namespace
}  // namespace neurec::application
