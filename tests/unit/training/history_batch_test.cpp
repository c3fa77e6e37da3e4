#include "infrastructure/training/history_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;

constexpr domain::Demographics kYoungMan{
    .age = 25, .gender = domain::Gender::male, .occupation = 3};
const deep_learning::EncoderConfig kEncoders{};  // by default with the history's statistics

/// One user, 40 movies: the first 30 liked, the others disliked.
domain::Dataset one_user() {
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 40; ++id) {
        movies.push_back({MovieId{id}, "M", {}});
        ratings.push_back({UserId{1}, MovieId{id}, id <= 30 ? 4.0F : 3.5F});
    }
    return {{{UserId{1}, kYoungMan}}, movies, ratings};
}

class HistoryBatchTest : public testing::Test {
  protected:
    const HistoryBatch& build(const RevealRecipe& recipe, std::uint64_t seed = 1) {
        builder_ = std::make_unique<HistoryBatchBuilder>(data_, encoder_, weights_, recipe);
        domain::Random random(seed);
        return builder_->build(std::vector<domain::UserIndex>{0}, random);
    }

    domain::Dataset data_ = one_user();
    deep_learning::UserFeatureEncoder encoder_{kEncoders};
    std::vector<float> weights_ = std::vector<float>(40, 1.0F);
    std::unique_ptr<HistoryBatchBuilder> builder_;
};

TEST_F(HistoryBatchTest, SplitsLikesIntoRevealedAndTargetsWithoutOverlap) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const HistoryBatch& batch = build({}, seed);
        std::set<domain::MovieIndex> likes(batch.target_movie.begin(), batch.target_movie.end());
        for (const std::int64_t movie : batch.liked.rows) {
            EXPECT_LT(movie, 30);
            EXPECT_TRUE(likes.insert(static_cast<domain::MovieIndex>(movie)).second)
                << "movie " << movie << " is revealed and asked for";
        }
        EXPECT_EQ(likes.size(), 30);
        for (const std::int64_t movie : batch.disliked.rows)
            EXPECT_GE(movie, 30);
        EXPECT_EQ(batch.revealed_movie.size(),
                  batch.liked.rows.size() + batch.disliked.rows.size());
    }
}

TEST_F(HistoryBatchTest, EncodesTheUserAsServingWould) {
    const RevealRecipe all_known{
        .none_share = 0, .few_share = 1, .no_demographics_share = 0, .no_field_share = 0};
    const HistoryBatch& batch = build(all_known, 3);

    const std::size_t liked = batch.liked.rows.size();
    const std::size_t disliked = batch.disliked.rows.size();
    std::vector<float> expected(encoder_.size());
    encoder_.encode(kYoungMan, {liked, disliked}, expected);
    EXPECT_EQ(batch.features, expected);
    ASSERT_GT(liked, 0);
    EXPECT_EQ(batch.liked.offsets,
              (std::vector<std::int64_t>{0, static_cast<std::int64_t>(liked)}));
    for (const float weight : batch.liked.weights)
        EXPECT_FLOAT_EQ(weight, 1 / std::sqrt(static_cast<float>(liked) + 1));
    for (const float weight : batch.disliked.weights)
        EXPECT_FLOAT_EQ(weight, 1 / std::sqrt(static_cast<float>(disliked) + 1));
}

TEST_F(HistoryBatchTest, WeighsTargetsByTheRootOfTheirNumber) {
    const RevealRecipe nothing{.none_share = 1, .few_share = 0};
    const HistoryBatch& batch = build(nothing);
    EXPECT_EQ(batch.target_movie.size(), 30);
    EXPECT_TRUE(batch.revealed_movie.empty());
    for (const float weight : batch.target_weight)
        EXPECT_FLOAT_EQ(weight, 1 / std::sqrt(31.0F));
}

TEST_F(HistoryBatchTest, RevealsAtMostTheLargestPart) {
    const RevealRecipe parts{.none_share = 0, .few_share = 0, .largest_part = 0.5};
    std::size_t most = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
        most = std::max(most, build(parts, seed).revealed_movie.size());
    EXPECT_EQ(most, 19) << "half of 40, exclusively; reached in 200 draws";
}

TEST_F(HistoryBatchTest, HidesDemographicsFromSome) {
    const RevealRecipe hidden{.none_share = 1, .few_share = 0, .no_demographics_share = 1};
    const HistoryBatch& batch = build(hidden);
    EXPECT_TRUE(std::ranges::all_of(batch.features, [](float value) { return value == 0; }));
}

TEST_F(HistoryBatchTest, IsTheSameForTheSameGenerator) {
    const std::vector<std::int64_t> first = build({}, 9).liked.rows;
    EXPECT_EQ(build({}, 9).liked.rows, first);
}

}  // namespace
}  // namespace neurec::infrastructure::training
