#include "application/services/candidate_generator.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using domain::MovieIndex;
using Movies = std::vector<MovieIndex>;

/// Ten movies, the even positions comedies and the odd ones dramas; the neighbours of each kind are
/// stated.
class CandidateGeneratorTest : public testing::Test {
  protected:
    CandidateGeneratorTest() {
        std::vector<domain::Movie> movies;
        for (int i = 0; i < 10; ++i)
            movies.push_back(tests::movie(100 + i, "M", {i % 2 == 0 ? "Comedy" : "Drama"}));
        index_ = std::make_shared<tests::StatedCandidates>(movies.size());
        index_->matching_the_user = {5, 3};
        index_->from_similar_users = {7, 1};
        index_->from_item_item = {1, 8};
        index_->from_content = {9, 7};
        model_ = std::make_unique<ServedModel>(
            domain::ServableModel{std::make_shared<tests::TransparentModel>("m", movies), index_});
    }

    [[nodiscard]] Movies candidates(const domain::EncodedUser& user, Strategy strategy,
                                    const std::vector<std::string>& genres = {},
                                    std::size_t at_least = 1,
                                    CandidateLimits limits = {.popular = 3}) {
        std::vector<GenreIndex> wanted;
        for (const std::string& genre : genres)
            wanted.push_back(*model_->genres.find(genre));
        const GenreFilter filter(model_->genres, wanted);
        const auto found =
            CandidateGenerator(limits)(*model_, user, strategy, filter, at_least, scratch_);
        return {found.begin(), found.end()};
    }

    static domain::EncodedUser user(Movies liked, Movies rated) {
        domain::EncodedUser result;
        result.liked = std::move(liked);
        result.liked_place.resize(result.liked.size());
        std::iota(result.liked_place.begin(), result.liked_place.end(), 0U);
        result.rated = std::move(rated);
        return result;
    }

    std::shared_ptr<tests::StatedCandidates> index_;
    std::unique_ptr<ServedModel> model_;
    CandidateScratch scratch_;
};

TEST_F(CandidateGeneratorTest, ExhaustiveIsEverythingThatIsNotRated) {
    EXPECT_EQ(candidates(user({2}, {2, 5}), Strategy::exhaustive),
              (Movies{0, 1, 3, 4, 6, 7, 8, 9}));
}

TEST_F(CandidateGeneratorTest, PopularityIsTheMostLikedThatAreNotRated) {
    EXPECT_EQ(candidates(user({0}, {0}), Strategy::popularity), (Movies{1, 2, 3}));
}

TEST_F(CandidateGeneratorTest, CollaborativeIsSimilarUsersAndItemItemEachOnce) {
    EXPECT_EQ(candidates(user({2}, {2}), Strategy::collaborative), (Movies{7, 1, 8}));
}

TEST_F(CandidateGeneratorTest, ContentIsTheNeighboursOfLikedMovies) {
    EXPECT_EQ(candidates(user({2}, {2, 7}), Strategy::content), (Movies{9}));
}

TEST_F(CandidateGeneratorTest, ContentIsAskedOfTheNewestLikes) {
    domain::EncodedUser likes_four = user({2, 4, 6, 8}, {2, 4, 6, 8});
    likes_four.liked_place = {0, 3, 2, 1};
    (void)candidates(likes_four, Strategy::content, {}, 1, {.liked_for_content = 3});
    EXPECT_EQ(index_->asked_for_content, (Movies{4, 6, 8}));
}

TEST_F(CandidateGeneratorTest, HybridIsAllOfThemEachOnce) {
    EXPECT_EQ(candidates(user({2}, {2}), Strategy::hybrid), (Movies{0, 1, 3, 5, 7, 8, 9}));
}

TEST_F(CandidateGeneratorTest, KeepsToTheGenres) {
    EXPECT_EQ(candidates(user({2}, {2}), Strategy::hybrid, {"Comedy"}), (Movies{0, 4, 6, 8}));
    EXPECT_EQ(candidates(user({}, {}), Strategy::exhaustive, {"Drama"}), (Movies{1, 3, 5, 7, 9}));
}

TEST_F(CandidateGeneratorTest, FillsUpWithTheMostLikedWhereAStrategyFindsTooFew) {
    EXPECT_EQ(candidates(user({}, {1}), Strategy::content, {}, 4), (Movies{0, 2, 3, 4}));
    EXPECT_EQ(candidates(user({}, {1}), Strategy::content, {"Drama"}, 100), (Movies{3, 5, 7, 9}));
}

TEST_F(CandidateGeneratorTest, ReusesItsScratchWithoutMixingRequests) {
    EXPECT_EQ(candidates(user({0}, {0, 1}), Strategy::popularity), (Movies{2, 3, 4}));
    EXPECT_EQ(candidates(user({}, {}), Strategy::popularity), (Movies{0, 1, 2}));
}

TEST_F(CandidateGeneratorTest, RanksLargeCataloguesByHybridByDefault) {
    const CandidateGenerator generator;
    EXPECT_EQ(generator.default_strategy(100'000), Strategy::exhaustive);
    EXPECT_EQ(generator.default_strategy(100'001), Strategy::hybrid);
}

}  // namespace
}  // namespace neurec::application
