#include "infrastructure/retrieval/hnsw_candidate_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace neurec::infrastructure::retrieval {
namespace {

using domain::Movie;
using domain::MovieId;
using domain::MovieIndex;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::int64_t> kModel = {10, 20, 30, 40};

/// Users at the axes and one between: user 0 likes movies 0 and 1, user 1 likes 1 and 2, user 2
/// likes 3. Movies lie on an arc from (1, 0) to (0, 1), in order. Movie 0 goes with 1 (0.5) and 2
/// (0.4), movie 3 with 2 (0.3).
CandidateArtefacts artefacts() {
    std::vector<float> users = {1, 0, 0.9F, 0.1F, 0, 1};
    std::vector<float> movies = {1, 0, 0.9F, 0.3F, 0.5F, 0.8F, 0, 1};
    normalise_rows(users, 2);
    normalise_rows(movies, 2);
    CandidateArtefacts artefacts;
    artefacts.users = HnswIndex::build(users, 2);
    artefacts.user_likes = {.begin = {0, 2, 4, 5}, .movie = {0, 1, 1, 2, 3}, .weight = {}};
    artefacts.movies = HnswIndex::build(movies, 2);
    artefacts.co_liked = {
        .begin = {0, 2, 2, 2, 3}, .movie = {1, 2, 2}, .weight = {0.5F, 0.4F, 0.3F}};
    return artefacts;
}

HnswCandidateIndex index_over(const std::vector<std::int64_t>& ids,
                              std::vector<std::uint32_t> likes, std::vector<float> unknown = {}) {
    std::vector<Movie> catalogue;
    catalogue.reserve(ids.size());
    for (const std::int64_t id : ids)
        catalogue.push_back({MovieId{id}, "M", {}});
    return {artefacts(), std::make_shared<const CatalogueMap>(kModel, catalogue), likes,
            std::move(unknown)};
}

domain::EncodedUser user_at(float x, float y) {
    domain::EncodedUser user;
    user.embedding = {x, y};
    return user;
}

TEST(Candidates, ByPopularityAreOrderedByLikesThenPosition) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {5, 9, 5, 0});

    EXPECT_THAT(index.by_popularity(), ElementsAre(1U, 0U, 2U, 3U));
}

TEST(Candidates, OfSimilarUsersAreThoseThatMostOfThemLiked) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {5, 9, 6, 0});
    std::vector<MovieIndex> found = {77};

    index.liked_by_similar_users(user_at(5, 0), 2, 10, found);

    EXPECT_THAT(found, ElementsAre(77U, 1U, 2U, 0U))
        << "appended: 1 has two votes, then the more popular";
}

TEST(Candidates, OfSimilarUsersDependOnTheDirectionAlone) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {5, 9, 6, 0});
    std::vector<MovieIndex> near_third;
    std::vector<MovieIndex> limited;

    index.liked_by_similar_users(user_at(0, 0.01F), 1, 10, near_third);
    index.liked_by_similar_users(user_at(100, 0), 2, 1, limited);

    EXPECT_THAT(near_third, ElementsAre(3U));
    EXPECT_THAT(limited, ElementsAre(1U));
}

TEST(Candidates, MatchingAreThoseThatTheDotPathLooksTowards) {
    const HnswCandidateIndex index = index_over({40, 20, 10}, {1, 1, 1});
    domain::EncodedUser user;
    user.dot = {0, 3};
    std::vector<MovieIndex> found;
    std::vector<MovieIndex> without_dot_path;

    index.matching(user, 3, found);
    index.matching(domain::EncodedUser{}, 3, without_dot_path);

    EXPECT_THAT(found, ElementsAre(0U, 1U)) << "the third is not in the catalogue";
    EXPECT_THAT(without_dot_path, IsEmpty());
}

TEST(Candidates, CoLikedAreSummedAndLeaveOutTheGivenOnes) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {1, 1, 1, 1});
    std::vector<MovieIndex> of_first;
    std::vector<MovieIndex> of_both;
    std::vector<MovieIndex> of_first_and_second;

    index.co_liked(std::vector<MovieIndex>{0}, 10, of_first);
    index.co_liked(std::vector<MovieIndex>{0, 3}, 1, of_both);
    index.co_liked(std::vector<MovieIndex>{0, 1}, 10, of_first_and_second);

    EXPECT_THAT(of_first, ElementsAre(1U, 2U));
    EXPECT_THAT(of_both, ElementsAre(2U)) << "0.4 + 0.3 is more than 0.5";
    EXPECT_THAT(of_first_and_second, ElementsAre(2U));
}

TEST(Candidates, SimilarMoviesAreTheNearestButNotTheMovieItself) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {1, 1, 1, 1});
    std::vector<MovieIndex> found;

    index.similar_movies(std::vector<MovieIndex>{0, 3}, 2, found);

    EXPECT_THAT(found, ElementsAre(1U, 2U, 2U, 1U));
}

TEST(Candidates, FollowTheCataloguesOrderAndLeaveOutWhatItLost) {
    // 20 is gone, the others are in reverse order: 40 → 0, 30 → 1, 10 → 2.
    const HnswCandidateIndex index = index_over({40, 30, 10}, {0, 3, 5});
    std::vector<MovieIndex> similar;
    std::vector<MovieIndex> co_liked;
    std::vector<MovieIndex> of_users;

    index.similar_movies(std::vector<MovieIndex>{2}, 2, similar);
    index.co_liked(std::vector<MovieIndex>{2}, 10, co_liked);
    index.liked_by_similar_users(user_at(1, 0), 2, 10, of_users);

    EXPECT_THAT(similar, ElementsAre(1U, 0U));
    EXPECT_THAT(co_liked, ElementsAre(1U));
    EXPECT_THAT(of_users, ElementsAre(2U, 1U));
}

TEST(Candidates, NewMoviesAreFoundAndHaveNeighbours) {
    // 99 is new and lies between 20 and 30.
    const HnswCandidateIndex index = index_over({10, 20, 30, 40, 99}, {1, 1, 1, 1, 0}, {8, 4});
    std::vector<MovieIndex> of_new;
    std::vector<MovieIndex> of_second;
    std::vector<MovieIndex> co_liked;

    index.similar_movies(std::vector<MovieIndex>{4}, 2, of_new);
    index.similar_movies(std::vector<MovieIndex>{1}, 1, of_second);
    index.co_liked(std::vector<MovieIndex>{4}, 5, co_liked);

    EXPECT_THAT(of_new, ElementsAre(1U, 0U));
    EXPECT_THAT(of_second, ElementsAre(4U));
    EXPECT_THAT(co_liked, IsEmpty());
}

/// The catalogue positions alone.
std::vector<MovieIndex> positions_of(const std::vector<domain::SimilarMovie>& similar) {
    std::vector<MovieIndex> positions;
    positions.reserve(similar.size());
    for (const domain::SimilarMovie& each : similar)
        positions.push_back(each.movie);
    return positions;
}

TEST(MostSimilarMovies, AreJudgedByCoLikesAndByTowerOutputAlike) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40}, {1, 1, 1, 1});

    const auto similar = index.most_similar(0, 3);

    ASSERT_THAT(positions_of(similar), ElementsAre(1U, 2U, 3U));
    EXPECT_NEAR(similar[0].score, (0.9487 + 1) / 2, 1e-3);
    EXPECT_NEAR(similar[1].score, (0.5300 + 0.8) / 2, 1e-3) << "0.4 of at most 0.5";
    EXPECT_NEAR(similar[2].score, 0, 1e-3) << "at a right angle, and never liked together";
}

TEST(MostSimilarMovies, OfANewMovieAreJudgedByTowerOutputAlone) {
    const HnswCandidateIndex index = index_over({10, 20, 30, 40, 99}, {1, 1, 1, 1, 0}, {8, 4});

    const auto of_new = index.most_similar(4, 2);

    ASSERT_THAT(positions_of(of_new), ElementsAre(1U, 0U));
    EXPECT_NEAR(of_new[0].score, 0.9899, 1e-3);
}

TEST(MostSimilarMovies, LeaveOutTheMovieItselfAndWhatTheCatalogueLost) {
    const HnswCandidateIndex index = index_over({40, 30, 10}, {0, 3, 5});

    EXPECT_THAT(positions_of(index.most_similar(2, 10)), ElementsAre(1U, 0U));
    EXPECT_THAT(positions_of(index.most_similar(2, 1)), ElementsAre(1U));
}

TEST(Candidates, OfAModelWithoutUsersAreNone) {
    CandidateArtefacts none = artefacts();
    none.users = HnswIndex();
    none.user_likes = {};
    const std::vector<Movie> catalogue = {{MovieId{10}, "M", {}}};
    const std::vector<std::uint32_t> likes = {1};
    const HnswCandidateIndex index(
        std::move(none), std::make_shared<const CatalogueMap>(kModel, catalogue), likes, {});
    std::vector<MovieIndex> found;

    index.liked_by_similar_users(user_at(1, 0), 5, 5, found);

    EXPECT_THAT(found, IsEmpty());
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
