#include "infrastructure/deep_learning/item_item_scorer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace neurec::infrastructure::deep_learning {
namespace {

using domain::MovieIndex;
using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;

std::vector<domain::Movie> catalogue_of(const std::vector<std::int64_t>& ids) {
    std::vector<domain::Movie> movies(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        movies[i].id = domain::MovieId{ids[i]};
    return movies;
}

std::vector<std::int64_t> first_ids(std::size_t count) {
    std::vector<std::int64_t> ids(count);
    std::iota(ids.begin(), ids.end(), 1);
    return ids;
}

/// A path of the first movies' rows; the others' are empty. Its weight at one liked movie is 0.5.
ItemItemPath path_of(const std::vector<std::vector<std::pair<MovieIndex, float>>>& rows,
                     std::size_t movies) {
    ItemItemPath path{.begin = {0}, .movie = {}, .coefficient = {}, .weight = 1, .half_history = 1};
    for (std::size_t movie = 0; movie < movies; ++movie) {
        if (movie < rows.size())
            for (const auto& [column, coefficient] : rows[movie]) {
                path.movie.push_back(column);
                path.coefficient.push_back(coefficient);
            }
        path.begin.push_back(static_cast<std::uint32_t>(path.movie.size()));
    }
    return path;
}

/// Of an only liked movie, with the path's weight taken out.
std::vector<float> row_of(const ItemItemScorer& scorer, MovieIndex liked, std::size_t movies) {
    std::vector<float> sums(movies, 0.0F);
    const float weight = 2;
    scorer.add({.liked = {&liked, 1}, .weight = {&weight, 1}, .known = 1}, sums);
    return sums;
}

TEST(ItemItemScorer, KeepsTwentyBitsOfACoefficientWhereThereAreAFewThousandMovies) {
    constexpr std::size_t kMovies = 4096;
    std::vector<std::pair<MovieIndex, float>> row;
    for (MovieIndex column = 1; column < kMovies - 1; column += 1 + column % 7)
        row.emplace_back(column, std::sin(static_cast<float>(column)) * 0.1F);
    row.emplace_back(kMovies - 1, 3e-7F);
    const std::vector<std::int64_t> ids = first_ids(kMovies);
    const ItemItemScorer scorer(path_of({row, {{kMovies - 1, -0.25F}}}, kMovies),
                                {ids, catalogue_of(ids)});

    const std::vector<float> sums = row_of(scorer, 0, kMovies);
    std::vector<float> expected(kMovies, 0.0F);
    for (const auto& [column, coefficient] : row)
        expected[column] = coefficient;
    for (MovieIndex movie = 0; movie < kMovies; ++movie)
        EXPECT_NEAR(sums[movie], expected[movie], std::abs(expected[movie]) * std::pow(2, -12))
            << movie;
    EXPECT_EQ(row_of(scorer, 1, kMovies).back(), -0.25F);
    EXPECT_THAT(row_of(scorer, 2, kMovies), Each(0));
}

TEST(ItemItemScorer, ReachesOverDistancesThatDoNotFitInAnEntry) {
    constexpr std::size_t kMovies = 300'000;
    const std::vector<std::pair<MovieIndex, float>> row = {
        {0, 0.1F}, {65'535, 0.2F}, {131'071, -0.3F}, {131'072, 0.4F}, {299'999, 0.5F}};
    const std::vector<std::int64_t> ids = first_ids(kMovies);
    const ItemItemScorer scorer(path_of({row}, kMovies), {ids, catalogue_of(ids)});

    std::vector<float> sums = row_of(scorer, 0, kMovies);
    for (const auto& [column, coefficient] : row) {
        EXPECT_NEAR(sums[column], coefficient, std::abs(coefficient) / 256) << column;
        sums[column] = 0;
    }
    EXPECT_THAT(sums, Each(0));
}

TEST(ItemItemScorer, SpeaksOfTheCatalogueWhateverItsOrderAndWithoutWhatItHasNoMore) {
    const std::vector<std::int64_t> trained = {10, 20, 30, 40};
    const ItemItemPath path =
        path_of({{{1, 0.5F}, {2, 0.25F}, {3, 1.0F}}, {{0, 2.0F}, {3, 4.0F}}}, 4);
    // 40 first, then one from after the training; 20 is gone.
    const ItemItemScorer scorer(path, {trained, catalogue_of({40, 50, 10, 30})});

    EXPECT_THAT(row_of(scorer, 2, 4), ElementsAre(1.0F, 0, 0, 0.25F));
    EXPECT_THAT(row_of(scorer, 1, 4), Each(0));
}

TEST(ItemItemScorer, GivesCandidatesWhatItGivesAllTimeAfterTime) {
    constexpr std::size_t kMovies = 50;
    std::vector<std::vector<std::pair<MovieIndex, float>>> rows(kMovies);
    for (MovieIndex movie = 0; movie < kMovies; ++movie)
        for (MovieIndex column = movie % 3; column < kMovies; column += 3 + movie % 5)
            rows[movie].emplace_back(column, 0.01F * static_cast<float>(movie + column));
    const std::vector<std::int64_t> ids = first_ids(kMovies);
    const ItemItemScorer scorer(path_of(rows, kMovies), {ids, catalogue_of(ids)});
    const std::vector<MovieIndex> few = {7};
    const std::vector<MovieIndex> many = {3, 9, 11, 40, 41};
    const std::vector<float> weight = {1.5F, 1, 1, 0.5F, 1};
    const std::vector<MovieIndex> candidates = {49, 0, 13, 13, 27};

    for (const auto& liked : {many, few, many, few}) {
        const WeighedLikes likes{liked, std::span(weight).first(liked.size()), liked.size()};
        std::vector<float> all(kMovies, 1.0F);
        scorer.add(likes, all);
        std::vector<float> some(candidates.size(), 1.0F);
        scorer.add(likes, candidates, some);
        for (std::size_t i = 0; i < candidates.size(); ++i)
            EXPECT_FLOAT_EQ(some[i], all[candidates[i]]) << candidates[i];
    }
}

TEST(ItemItemScorer, WeighsThePathByWhatTheTrainingKnowsOfTheLikes) {
    const std::vector<std::int64_t> ids = {1, 2};
    ItemItemPath path = path_of({{{1, 0.5F}}}, 2);
    path.weight = 100;
    path.half_history = 4;
    path.steepness = 2;
    const ItemItemScorer scorer(path, {ids, catalogue_of(ids)});
    const std::vector<MovieIndex> liked = {0};
    const std::vector<float> weight = {1};
    const auto added = [&](std::size_t known) {
        std::vector<float> sums(2, 0.0F);
        scorer.add({liked, weight, known}, sums);
        return sums[1];
    };

    EXPECT_EQ(added(0), 0);
    EXPECT_THAT(added(2), FloatNear(0.5F * 100 * 4 / (4 + 16), 1e-4F));
    EXPECT_THAT(added(4), FloatNear(0.5F * 100 / 2, 1e-4F));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
