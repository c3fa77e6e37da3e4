#include "infrastructure/deep_learning/model_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "support/networks.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

using testing::HasSubstr;
using tests::small_encoders;

constexpr tests::NetworkWidths kSmall = {
    .user = 4, .movie_first = 3, .movie_second = 2, .movie_vector = 2};

ModelWeights sound_weights() {
    return tests::RandomNetwork(tests::made_movies(5), small_encoders(), 1, {}, kSmall).weights();
}

std::optional<std::string> fault_in(const ModelWeights& weights) {
    return find_inconsistency(weights, UserFeatureEncoder(small_encoders()).size(),
                              MovieFeatureEncoder(small_encoders()).size());
}

TEST(ModelWeights, ThatFitEachOtherHaveNoFault) {
    EXPECT_EQ(fault_in(sound_weights()), std::nullopt);
}

TEST(ModelWeights, WithoutOptionalPartsHaveNoFault) {
    const tests::NetworkParts seed = {.bags = false,
                                      .movie_vector = false,
                                      .fusion_head = true,
                                      .dot_path = false,
                                      .demographic_path = false,
                                      .item_item_path = false};

    EXPECT_EQ(
        fault_in(tests::RandomNetwork(tests::made_movies(5), small_encoders(), 1, seed).weights()),
        std::nullopt);
}

struct Fault {
    const char* name;
    std::function<void(ModelWeights&)> make;
    const char* message;
};
class FaultyWeights : public testing::TestWithParam<Fault> {};

TEST_P(FaultyWeights, AreNamed) {
    ModelWeights weights = sound_weights();
    GetParam().make(weights);

    const std::optional<std::string> fault = fault_in(weights);

    ASSERT_TRUE(fault);
    EXPECT_THAT(*fault, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Each, FaultyWeights,
    testing::Values(
        Fault{"UnorderedMovies", [](ModelWeights& w) { std::swap(w.movie_ids[0], w.movie_ids[1]); },
              "movie_ids"},
        Fault{"RepeatedMovie", [](ModelWeights& w) { w.movie_ids[1] = w.movie_ids[0]; },
              "movie_ids"},
        Fault{"LikesOfOthers", [](ModelWeights& w) { w.movie_likes.push_back(1); }, "movie_likes"},
        Fault{"NaN",
              [](ModelWeights& w) {
                  w.movie_tower.hidden.weight.values[1] = std::numeric_limits<float>::quiet_NaN();
              },
              "movie_tower.hidden.weight has values that are not finite"},
        Fault{"MissingRow",
              [](ModelWeights& w) {
                  w.user_tower.liked_bag->rows = 4;
                  w.user_tower.liked_bag->values.resize(16);
              },
              "user_tower.liked_bag.weight is [4 × 4], expected [5 × 4]"},
        Fault{"FewerValuesThanTheShape",
              [](ModelWeights& w) { w.user_tower.input.weight.values.pop_back(); },
              "user_tower.input.weight has"},
        Fault{"OtherFeatures",
              [](ModelWeights& w) { w.movie_tower.input = tests::zero_linear(3, 7); },
              "movie_tower.input.weight"},
        Fault{"TowersOfAnOddWidth",
              [](ModelWeights& w) { w.movie_tower.output = tests::zero_linear(6, 2); },
              "movie_tower.output has not a multiple of 4"},
        Fault{"TowersOfDifferentWidths",
              [](ModelWeights& w) { w.movie_tower.output = tests::zero_linear(8, 2); },
              "user_tower.hidden.weight"},
        Fault{"NegativeVariance", [](ModelWeights& w) { w.user_tower.input_norm.variance[0] = -1; },
              "user_tower.input_norm.running_var has negative"},
        Fault{"NoEpsilon", [](ModelWeights& w) { w.user_tower.hidden_norm.epsilon = 0; },
              "hidden_norm.eps"},
        Fault{"UnseenVectorsOfAnotherWidth",
              [](ModelWeights& w) { w.movie_tower.unseen_vector->bias.push_back(0); },
              "movie_tower.unseen_vector.bias"},
        Fault{"ContentBiasOfOtherFeatures",
              [](ModelWeights& w) { w.dot_path->content_bias->pop_back(); },
              "dot_path.content_bias"},
        Fault{"ColumnBeyondTheMovies", [](ModelWeights& w) { w.item_item_path->movie[0] = 5; },
              "item_item_path.movie"},
        Fault{"RowsThatDescend", [](ModelWeights& w) { w.item_item_path->begin[1] = 1000; },
              "item_item_path.begin"},
        Fault{"NoPath",
              [](ModelWeights& w) {
                  w.fusion_head.reset();
                  w.dot_path.reset();
                  w.demographic_path.reset();
                  w.item_item_path.reset();
              },
              "none of the paths"},
        Fault{"DemographicPathForOtherMovies",
              [](ModelWeights& w) { w.demographic_path->weight = tests::zero_matrix(4, 29); },
              "demographic_path.weight is [4 × 29]"},
        Fault{"NoHalfHistory", [](ModelWeights& w) { w.demographic_path->half_history = 0; },
              "demographic_path.half_history"},
        Fault{"NoSteepness", [](ModelWeights& w) { w.item_item_path->steepness = 0.0F; },
              "item_item_path.steepness"},
        Fault{"NegativeBoost", [](ModelWeights& w) { w.recency = Recency{-1, 10}; },
              "recency.boost"},
        Fault{"NoSpan", [](ModelWeights& w) { w.recency = Recency{1, 0}; }, "recency.span"},
        Fault{"NegativeSession", [](ModelWeights& w) { w.recency = Recency{1, 10, -1}; },
              "recency.session"},
        Fault{"CurvesThatDoNotBeginAtNoRatings",
              [](ModelWeights& w) { w.calibration.curves->from_ratings[0] = 1; },
              "calibration.from_ratings"},
        Fault{"CurvesOutOfOrder",
              [](ModelWeights& w) { w.calibration.curves->from_ratings[2] = 1; },
              "calibration.from_ratings"},
        Fault{"TooFewSlopes", [](ModelWeights& w) { w.calibration.curves->slope.pop_back(); },
              "calibration.slope"},
        Fault{"FallingCurve", [](ModelWeights& w) { w.calibration.curves->slope[1] = -1; },
              "calibration.slope is not above 0"},
        Fault{"CurveThatFallsLater",
              [](ModelWeights& w) { w.calibration.curves->bend.values[3] = -10; },
              "calibration.bend lets a curve fall"},
        Fault{"BendsOutOfOrder",
              [](ModelWeights& w) { w.calibration.curves->bend_at.values[0] = 9; },
              "calibration.bend_at"},
        Fault{"InfiniteCalibration",
              [](ModelWeights& w) { w.calibration.scale = std::numeric_limits<float>::infinity(); },
              "calibration"}),
    [](const auto& fault) { return fault.param.name; });

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
