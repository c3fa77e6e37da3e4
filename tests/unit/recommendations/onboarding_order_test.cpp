#include "application/services/onboarding_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using domain::MovieIndex;

std::vector<MovieIndex> by_position(std::size_t movies) {
    std::vector<MovieIndex> order(movies);
    std::iota(order.begin(), order.end(), 0U);
    return order;
}

TEST(PopularByGenre, ReadsTheGenresListsRowByRowAndNoMovieTwice) {
    const std::vector<domain::Movie> movies = {
        tests::movie(1, "A", {"War", "Comedy"}), tests::movie(2, "B", {"War"}),
        tests::movie(3, "C", {"Comedy"}), tests::movie(4, "D", {}), tests::movie(5, "E", {"War"})};
    const GenreTable genres(movies);

    // Comedy: A, C; War: A, B, E. First rows: A and A; second: C and B; third: E.
    EXPECT_EQ(popular_by_genre(by_position(5), genres, 10), (std::vector<MovieIndex>{0, 2, 1, 4}));
    EXPECT_EQ(popular_by_genre(by_position(5), genres, 2), (std::vector<MovieIndex>{0, 2}));
}

TEST(MostInformative, AsksAboutOneOfEachKindBeforeItRepeatsItself) {
    // Five comedies and four war movies: an answer about one says something about its kind alone.
    std::vector<domain::Movie> movies;
    for (std::int64_t id = 1; id <= 9; ++id)
        movies.push_back(tests::movie(id, "M", {id % 2 == 1 ? "Comedy" : "War"}));
    const tests::TransparentModel model("m", movies);

    const std::vector<MovieIndex> order = most_informative(model, by_position(9), 9);

    ASSERT_EQ(order.size(), 9);
    EXPECT_NE(order[0] % 2, order[1] % 2) << "one of each genre";
    std::vector<MovieIndex> sorted = order;
    std::ranges::sort(sorted);
    EXPECT_EQ(sorted, by_position(9)) << "each once";
}

TEST(MostInformative, AsksFirstAboutWhatTeachesAndNotAboutWhatDoesNot) {
    // The first movie, the best known, shares its genre with none.
    const tests::TransparentModel model(
        "m", {tests::movie(1, "A", {"Western"}), tests::movie(2, "B", {"War"}),
              tests::movie(3, "C", {"War"}), tests::movie(4, "D", {"War"})});

    const std::vector<MovieIndex> order = most_informative(model, by_position(4), 4);

    EXPECT_EQ(order.front(), 1U);
    EXPECT_EQ(order.back(), 0U);
}

TEST(MostInformative, OfNoMoviesIsNothing) {
    const tests::TransparentModel model("m", {});
    EXPECT_TRUE(most_informative(model, {}, 10).empty());
}

}  // namespace
}  // namespace neurec::application
