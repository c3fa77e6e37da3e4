#include "application/services/ranker.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using domain::MovieIndex;

std::vector<domain::Movie> plain_movies(int count) {
    std::vector<domain::Movie> movies;
    for (int i = 0; i < count; ++i)
        movies.push_back(tests::movie(i + 1, "M", {}));
    return movies;
}

std::vector<MovieIndex> ranked(const domain::RankingModel& model,
                               const std::vector<MovieIndex>& candidates, std::size_t count) {
    RankingScratch scratch;
    std::vector<MovieIndex> result;
    for (const ScoredMovie& each : rank(model, {}, candidates, count, scratch))
        result.push_back(each.movie);
    return result;
}

TEST(Rank, GivesTheBestOfTheCandidatesInOrder) {
    const tests::TransparentModel model("m", plain_movies(20));
    EXPECT_EQ(ranked(model, {9, 3, 17, 5}, 3), (std::vector<MovieIndex>{3, 5, 9}));
    EXPECT_EQ(ranked(model, {9, 3}, 5), (std::vector<MovieIndex>{3, 9}));
    EXPECT_EQ(ranked(model, {}, 5), std::vector<MovieIndex>{});
}

TEST(Rank, GivesTheSameScoresWhetherAllOrSomeAreScored) {
    const tests::TransparentModel model("m", plain_movies(20));
    std::vector<MovieIndex> most(15);
    std::iota(most.begin(), most.end(), 0U);
    RankingScratch scratch;
    const auto from_all = rank(model, {}, most, 2, scratch);
    const std::vector<ScoredMovie> all(from_all.begin(), from_all.end());
    const std::vector<MovieIndex> few = {0, 1};
    const auto from_some = rank(model, {}, few, 2, scratch);
    EXPECT_EQ(all, std::vector<ScoredMovie>(from_some.begin(), from_some.end()));
}

TEST(Rank, PutsEqualScoresInOrderOfPosition) {
    std::vector<domain::Movie> movies =
        plain_movies(60);  // from position 50 on, every score is clamped to 0
    const tests::TransparentModel model("m", movies);
    EXPECT_EQ(ranked(model, {59, 52, 57, 55}, 2), (std::vector<MovieIndex>{52, 55}));
}

const std::vector<domain::Movie> kTwoGenres = {
    tests::movie(1, "A", {"War"}), tests::movie(2, "B", {"War"}), tests::movie(3, "C", {"Comedy"}),
    tests::movie(4, "D", {"War"})};
const std::vector<ScoredMovie> kRanked = {{0, 0.9F}, {1, 0.8F}, {2, 0.5F}, {3, 0.4F}};

std::vector<MovieIndex> movies_of(const std::vector<ScoredMovie>& scored) {
    std::vector<MovieIndex> movies;
    for (const ScoredMovie& each : scored)
        movies.push_back(each.movie);
    return movies;
}

TEST(Diversified, KeepsTheOrderWithoutDiversity) {
    EXPECT_EQ(movies_of(diversified(kRanked, 3, 0, GenreTable(kTwoGenres))),
              (std::vector<MovieIndex>{0, 1, 2}));
}

TEST(Diversified, PrefersAnotherGenreWhereDiversityOutweighsTheScore) {
    // Relevance over 0.4..0.9 is 1, 0.8, 0.2, 0. After movie 0 at 0.5: B is 0.4 − 0.5, C 0.1 − 0, D
    // 0 − 0.5.
    EXPECT_EQ(movies_of(diversified(kRanked, 3, 0.5, GenreTable(kTwoGenres))),
              (std::vector<MovieIndex>{0, 2, 1}));
    // At 0.2: B is 0.64 − 0.2, C 0.16: the score still wins.
    EXPECT_EQ(movies_of(diversified(kRanked, 3, 0.2, GenreTable(kTwoGenres))),
              (std::vector<MovieIndex>{0, 1, 2}));
}

TEST(Diversified, NeverChangesScoresAndBeginsWithTheBest) {
    const auto chosen = diversified(kRanked, 4, 1, GenreTable(kTwoGenres));
    ASSERT_EQ(chosen.size(), 4U);
    EXPECT_EQ(chosen[0], kRanked[0]);
    EXPECT_EQ(chosen[1], kRanked[2]);
}

}  // namespace
}  // namespace neurec::application
