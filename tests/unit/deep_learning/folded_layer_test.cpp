#include "infrastructure/deep_learning/folded_layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace neurec::infrastructure::deep_learning {
namespace {

using testing::ElementsAre;

// y0 = 1·x0 + 2·x1 + 10, y1 = 3·x0 + 4·x1 + 20, y2 = 5·x0 + 6·x1 + 30
Linear layer_of_two_inputs() {
    Linear layer;
    layer.weight = {3, 2, {1, 2, 3, 4, 5, 6}};
    layer.bias = {10, 20, 30};
    return layer;
}

TEST(FoldedLayer, IsTheLayerTransposed) {
    const FoldedLayer layer = folded(layer_of_two_inputs());

    EXPECT_EQ(layer.inputs, 2U);
    EXPECT_EQ(layer.outputs, 3U);
    EXPECT_THAT(layer.weight, ElementsAre(1, 3, 5, 2, 4, 6));
    EXPECT_THAT(layer.bias, ElementsAre(10, 20, 30));
}

TEST(FoldedLayer, AppliesTheBatchNormAfterIt) {
    // Standard deviations √(3 + 1) = 2, √(0 + 1) = 1 and √(15 + 1) = 4.
    const BatchNorm norm = {.scale = {1, 2, 4},
                            .shift = {0, 5, -1},
                            .mean = {10, 0, 2},
                            .variance = {3, 0, 15},
                            .epsilon = 1};

    const FoldedLayer layer = folded(layer_of_two_inputs(), norm);

    // (y0 − 10)/2, 2·y1 + 5, (y2 − 2) − 1
    EXPECT_THAT(layer.weight, ElementsAre(0.5F, 6, 5, 1, 8, 6));
    EXPECT_THAT(layer.bias, ElementsAre(0, 45, 27));
}

TEST(FoldedLayer, TakesSomeColumnsWithoutBias) {
    const FoldedLayer layer = input_columns(layer_of_two_inputs(), 1, 1);

    EXPECT_EQ(layer.inputs, 1U);
    EXPECT_THAT(layer.weight, ElementsAre(2, 4, 6));
    EXPECT_THAT(layer.bias, ElementsAre(0, 0, 0));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
