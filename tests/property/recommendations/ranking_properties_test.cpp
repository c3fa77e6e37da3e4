#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "application/services/candidate_generator.hpp"
#include "application/services/ranker.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using domain::MovieIndex;

constexpr std::size_t kMovies = 200;

std::vector<domain::Movie> catalogue() {
    const std::vector<std::string> genres = {"Comedy", "Drama", "War"};
    std::vector<domain::Movie> movies;
    for (std::size_t i = 0; i < kMovies; ++i)
        movies.push_back(
            tests::movie(static_cast<std::int64_t>(i), "M", {genres[i % 3], genres[i % 2]}));
    return movies;
}

std::vector<MovieIndex> arbitrary_movies(std::size_t at_most) {
    return *rc::gen::resize(
        static_cast<int>(at_most),
        rc::gen::container<std::vector<MovieIndex>>(rc::gen::inRange<MovieIndex>(0, kMovies)));
}

RC_GTEST_PROP(Ranking, IsTheBeginningOfTheFullSort, ()) {
    static const tests::TransparentModel model("m", catalogue());
    std::vector<MovieIndex> candidates = arbitrary_movies(150);
    std::ranges::sort(candidates);
    candidates.erase(std::ranges::unique(candidates).begin(), candidates.end());
    const auto count = *rc::gen::inRange<std::size_t>(1, 101);
    domain::EncodedUser user;
    user.liked = arbitrary_movies(10);

    std::vector<float> scores(kMovies);
    model.score_all(user, scores);
    std::vector<ScoredMovie> expected;
    for (const MovieIndex movie : candidates)
        expected.push_back({movie, scores[movie]});
    std::ranges::stable_sort(expected, std::ranges::greater(), &ScoredMovie::score);
    expected.resize(std::min(count, expected.size()));

    RankingScratch scratch;
    const auto ranked = rank(model, user, candidates, count, scratch);
    RC_ASSERT(std::vector<ScoredMovie>(ranked.begin(), ranked.end()) == expected);
}

RC_GTEST_PROP(Diversity, ChoosesDistinctMoviesOfTheRankingAndBeginsWithTheBest, ()) {
    static const tests::TransparentModel model("m", catalogue());
    static const GenreTable genres(model.movies());
    RankingScratch scratch;
    std::vector<MovieIndex> candidates(kMovies);
    std::iota(candidates.begin(), candidates.end(), 0U);
    const auto ranked =
        rank(model, {}, candidates, *rc::gen::inRange<std::size_t>(1, 100), scratch);
    const auto count = *rc::gen::inRange<std::size_t>(1, 50);
    const double diversity = *rc::gen::inRange(0, 101) / 100.0;

    const auto chosen = diversified(ranked, count, diversity, genres);

    RC_ASSERT(chosen.size() == std::min(count, ranked.size()));
    RC_ASSERT(chosen.front() == ranked.front());
    std::set<MovieIndex> distinct;
    for (const ScoredMovie& each : chosen) {
        distinct.insert(each.movie);
        RC_ASSERT(std::ranges::find(ranked, each) != ranked.end());
    }
    RC_ASSERT(distinct.size() == chosen.size());
}

RC_GTEST_PROP(Candidates, AreDistinctUnratedAndPassTheFilterByEveryStrategy, ()) {
    auto index = std::make_shared<tests::StatedCandidates>(kMovies);
    index->from_similar_users = arbitrary_movies(50);
    index->from_item_item = arbitrary_movies(50);
    index->from_content = arbitrary_movies(50);
    const ServedModel model({std::make_shared<tests::TransparentModel>("m", catalogue()), index});
    domain::EncodedUser user;
    user.rated = arbitrary_movies(30);
    user.liked = user.rated;
    for (std::uint32_t i = 0; i < user.liked.size(); ++i)
        user.liked_place.push_back(i);
    const std::vector<GenreIndex> wanted =
        *rc::gen::element(std::vector<GenreIndex>{}, std::vector<GenreIndex>{2});
    const GenreFilter filter(model.genres, wanted);
    const auto strategy =
        *rc::gen::element(Strategy::exhaustive, Strategy::hybrid, Strategy::popularity,
                          Strategy::collaborative, Strategy::content);

    CandidateScratch scratch;
    const auto candidates = CandidateGenerator()(model, user, strategy, filter, 20, scratch);

    RC_ASSERT(candidates.size() >= 20U);
    RC_ASSERT(std::set<MovieIndex>(candidates.begin(), candidates.end()).size() ==
              candidates.size());
    for (const MovieIndex movie : candidates) {
        RC_ASSERT(filter(movie));
        RC_ASSERT(std::ranges::find(user.rated, movie) == user.rated.end());
    }
}

}  // namespace
}  // namespace neurec::application
