#include "infrastructure/deep_learning/scoring_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "domain/random.hpp"
#include "infrastructure/deep_learning/aligned_floats.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

/// Every test runs on each instruction set that this processor has, against plain loops in double
/// precision.
class ScoringKernels : public testing::TestWithParam<InstructionSet> {
  protected:
    [[nodiscard]] const Kernels& kernels() const { return kernels_for(GetParam()); }
    AlignedFloats random(std::size_t count) {
        AlignedFloats values(count);
        for (float& value : values)
            value = static_cast<float>(random_.normal());
        return values;
    }
    domain::Random random_{7};
};

INSTANTIATE_TEST_SUITE_P(All, ScoringKernels, testing::ValuesIn(available_instruction_sets()),
                         [](const auto& set) {
                             std::string name(name_of(set.param));
                             std::erase(name, '-');
                             return name;
                         });

TEST_P(ScoringKernels, DenseBlockMultipliesAddsAndCutsOff) {
    for (const std::size_t outputs : {1U, 7U, 8U, 16U, 33U, 64U}) {
        constexpr std::size_t kInputs = 37;
        const AlignedFloats x = random(kInputs * kBlock);
        const AlignedFloats weight = random(kInputs * outputs);
        const AlignedFloats bias = random(outputs);
        AlignedFloats linear(outputs * kBlock);
        AlignedFloats cut(outputs * kBlock);

        kernels().dense_block(x.data(), kInputs, weight.data(), bias.data(), outputs, false,
                              linear.data());
        kernels().dense_block(x.data(), kInputs, weight.data(), bias.data(), outputs, true,
                              cut.data());

        for (std::size_t j = 0; j < outputs; ++j) {
            for (std::size_t lane = 0; lane < kBlock; ++lane) {
                double expected = bias[j];
                for (std::size_t k = 0; k < kInputs; ++k)
                    expected += double{x[k * kBlock + lane]} * weight[k * outputs + j];
                ASSERT_NEAR(linear[j * kBlock + lane], expected, 1e-4)
                    << outputs << " outputs, " << j << ", " << lane;
                ASSERT_NEAR(cut[j * kBlock + lane], std::max(0.0, expected), 1e-4);
            }
        }
    }
}

TEST_P(ScoringKernels, AddProductAddsToWhatIsThere) {
    for (const std::size_t outputs : {1U, 5U, 16U, 64U, 100U, 128U}) {
        constexpr std::size_t kInputs = 13;
        const AlignedFloats x = random(kInputs);
        const AlignedFloats weight = random(kInputs * outputs);
        const AlignedFloats before = random(outputs);
        AlignedFloats out = before;

        kernels().add_product(x.data(), kInputs, weight.data(), outputs, out.data());

        for (std::size_t j = 0; j < outputs; ++j) {
            double expected = before[j];
            for (std::size_t k = 0; k < kInputs; ++k)
                expected += double{x[k]} * weight[k * outputs + j];
            ASSERT_NEAR(out[j], expected, 1e-4) << outputs << " outputs, " << j;
        }
    }
}

TEST_P(ScoringKernels, AddRowsAddsTheWeightedSumOfRows) {
    for (const std::size_t width : {1U, 5U, 16U, 64U, 100U, 128U}) {
        const AlignedFloats table = random(9 * width);
        const std::array<std::uint32_t, 4> rows = {8, 0, 3, 3};
        const std::array<float, 4> weights = {1, 2, 0.25F, 1.5F};
        const AlignedFloats before = random(width);
        AlignedFloats out = before;

        kernels().add_rows(table.data(), rows, weights, 0.5F, width, out.data());

        for (std::size_t j = 0; j < width; ++j) {
            const double sum = double{table[8 * width + j]} + 2 * double{table[j]} +
                               1.75 * double{table[3 * width + j]};
            ASSERT_NEAR(out[j], before[j] + 0.5 * sum, 1e-5) << width << " wide, " << j;
        }
    }
}

TEST_P(ScoringKernels, SigmoidIsWithinAMillionthOfTheExactOne) {
    std::vector<float> values;
    for (int i = -20000; i <= 20000; ++i)
        values.push_back(static_cast<float>(i) * 0.005F);
    const std::vector<float> logits = values;

    kernels().calibrated_sigmoid(values.data(), values.size(), {.scale = 1.5F, .offset = -0.25F});

    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_NEAR(values[i], 1.0 / (1.0 + std::exp(-(1.5 * logits[i] - 0.25))), 1e-6)
            << "at " << logits[i];
}

TEST_P(ScoringKernels, SigmoidFollowsTheCurvesBends) {
    const std::vector<float> bend_at = {-1.0F, 0.5F, 2.0F};
    const std::vector<float> bend = {0.5F, -0.75F, 1.5F};
    const ScoreCurve curve = {.scale = 0.5F,
                              .offset = 0.25F,
                              .slope = 0.75F,
                              .shift = -0.5F,
                              .bend_at = bend_at,
                              .bend = bend};
    std::vector<float> values;
    for (int i = -1003; i <= 1003; ++i)
        values.push_back(static_cast<float>(i) * 0.01F);
    const std::vector<float> logits = values;

    kernels().calibrated_sigmoid(values.data(), values.size(), curve);

    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = 0.5 * logits[i] + 0.25;
        const double y = 0.75 * x - 0.5 + 0.5 * std::max(0.0, x + 1) -
                         0.75 * std::max(0.0, x - 0.5) + 1.5 * std::max(0.0, x - 2);
        ASSERT_NEAR(values[i], 1.0 / (1.0 + std::exp(-y)), 1e-6) << "at " << logits[i];
    }
}

TEST_P(ScoringKernels, SigmoidOfWhatOverflowedIsStillAProbability) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    std::vector<float> values(40, 0.0F);
    values[0] = kInfinity;
    values[17] = -kInfinity;
    values[38] = std::numeric_limits<float>::quiet_NaN();
    values[1] = values[38];

    kernels().calibrated_sigmoid(values.data(), values.size(), {});

    EXPECT_FLOAT_EQ(values[0], 1.0F);
    EXPECT_NEAR(values[17], 0.0F, 1e-30);
    EXPECT_NEAR(values[38], 0.0F, 1e-30);
    EXPECT_NEAR(values[1], 0.0F, 1e-30);
    EXPECT_FLOAT_EQ(values[2], 0.5F);
}

constexpr std::size_t kDotWidth = 68;

/// Random tables of `blocks` blocks and a user, with all paths.
struct ScoringCase {
    ScoringCase(std::size_t block_count, domain::Random& random) : blocks(block_count) {
        const auto fill = [&](AlignedFloats& values, std::size_t count, double deviation) {
            values.resize(count);
            for (float& value : values)
                value = static_cast<float>(deviation * random.normal());
        };
        fill(bias, blocks * kBlock, 1);
        fill(demographic, blocks * kDemographicFeatures * kBlock, 1);
        fill(dot, blocks * kDotWidth * kBlock, 1);
        fill(fusion, blocks * kFusionWidth * kBlock, 1);
        fill(user_dot, kDotWidth, 0.1);
        fill(user_fusion, kFusionWidth, 1);
        fill(hidden_weight, kFusionWidth * kFusionInner, 0.125);
        fill(hidden_bias, kFusionInner, 1);
        fill(output_weight, kFusionInner, 0.2);
    }
    [[nodiscard]] MovieTables tables() const {
        return {bias.data(), demographic.data(), dot.data(), kDotWidth, fusion.data()};
    }
    [[nodiscard]] FusionLayers layers() const {
        return {hidden_weight.data(), hidden_bias.data(), output_weight.data(), 0.75F};
    }
    [[nodiscard]] UserVectors user() const {
        return {features, user_dot.data(), user_fusion.data()};
    }

    [[nodiscard]] double expected_linear(std::size_t movie) const {
        const std::size_t block = movie / kBlock;
        const std::size_t lane = movie % kBlock;
        double logit = bias[movie];
        for (const Feature feature : features)
            logit += double{feature.value} *
                     demographic[(block * kDemographicFeatures + feature.column) * kBlock + lane];
        for (std::size_t k = 0; k < kDotWidth; ++k)
            logit += double{user_dot[k]} * dot[(block * kDotWidth + k) * kBlock + lane];
        return logit;
    }
    [[nodiscard]] double expected_fusion(std::size_t movie) const {
        const float* const column =
            &fusion[movie / kBlock * kFusionWidth * kBlock + movie % kBlock];
        double logit = 0.75;
        for (std::size_t j = 0; j < kFusionInner; ++j) {
            double inner = hidden_bias[j];
            for (std::size_t k = 0; k < kFusionWidth; ++k)
                inner += std::max(0.0, double{user_fusion[k]} + column[k * kBlock]) *
                         hidden_weight[k * kFusionInner + j];
            logit += std::max(0.0, inner) * output_weight[j];
        }
        return logit;
    }

    std::size_t blocks;
    AlignedFloats bias, demographic, dot, fusion, user_dot, user_fusion, hidden_weight, hidden_bias,
        output_weight;
    std::vector<Feature> features = {{0, -1.0F}, {4, 1.0F}, {20, 1.0F}};
};

TEST_P(ScoringKernels, ScoresBlocksByTheSumOfAllPaths) {
    for (const std::size_t blocks : {0U, 1U, 2U, 3U, 7U}) {
        const ScoringCase scoring(blocks, random_);
        std::vector<float> out(blocks * kBlock + 1, -99.0F);

        kernels().score_blocks(scoring.tables(), scoring.layers(), scoring.user(), blocks,
                               out.data());

        for (std::size_t movie = 0; movie < blocks * kBlock; ++movie)
            ASSERT_NEAR(out[movie], scoring.expected_linear(movie) + scoring.expected_fusion(movie),
                        1e-4)
                << blocks << " blocks, movie " << movie;
        EXPECT_EQ(out.back(), -99.0F) << "wrote past the last block";
    }
}

TEST_P(ScoringKernels, LeaveOutPathsThatAreAbsent) {
    const ScoringCase scoring(3, random_);
    MovieTables linear_alone = scoring.tables();
    linear_alone.fusion = nullptr;
    MovieTables fusion_alone = scoring.tables();
    fusion_alone.dot = nullptr;
    fusion_alone.demographic = nullptr;
    std::vector<float> linear(3 * kBlock);
    std::vector<float> fusion(3 * kBlock);

    kernels().score_blocks(linear_alone, {}, scoring.user(), 3, linear.data());
    kernels().score_blocks(fusion_alone, scoring.layers(), scoring.user(), 3, fusion.data());

    for (std::size_t movie = 0; movie < 3 * kBlock; ++movie) {
        ASSERT_NEAR(linear[movie], scoring.expected_linear(movie), 1e-4);
        ASSERT_NEAR(fusion[movie], scoring.bias[movie] + scoring.expected_fusion(movie), 1e-4);
    }
}

TEST(InstructionSets, BeginWithTheReferenceAndEndWithTheBest) {
    const std::vector<InstructionSet> available = available_instruction_sets();

    ASSERT_GE(available.size(), 2U);
    EXPECT_EQ(available[0], InstructionSet::scalar);
    EXPECT_EQ(available[1], InstructionSet::baseline);
    EXPECT_EQ(available.back(), best_instruction_set());
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
