#include "infrastructure/deep_learning/scoring_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "infrastructure/deep_learning/model_weights.hpp"

// This unit is compiled with -ffp-contract=fast: without it, ISO mode forbids fused multiply-adds.
// The bodies are templates on the width of a vector, always inlined into wrappers that enable an
// instruction set; they must be, since a function of its own would be compiled for the baseline.
#define NEUREC_INLINE inline __attribute__((always_inline))

namespace neurec::infrastructure::deep_learning {

namespace {

constexpr float kFurthest = 87.0F;  // exp(±87) is still a normal float

// ---- scalar reference ----

float fusion_logit(const MovieTables& tables, const FusionLayers& layers, const UserVectors& user,
                   std::size_t block, std::size_t lane) {
    const float* const movie = tables.fusion + block * kFusionWidth * kBlock + lane;
    float logit = layers.output_bias;
    for (std::size_t j = 0; j < kFusionInner; ++j) {
        float inner = layers.hidden_bias[j];
        for (std::size_t k = 0; k < kFusionWidth; ++k)
            inner += std::max(0.0F, user.fusion[k] + movie[k * kBlock]) *
                     layers.hidden_weight[k * kFusionInner + j];
        logit += std::max(0.0F, inner) * layers.output_weight[j];
    }
    return logit;
}

void score_blocks_scalar(const MovieTables& tables, const FusionLayers& layers,
                         const UserVectors& user, std::size_t blocks, float* out) {
    for (std::size_t block = 0; block < blocks; ++block) {
        for (std::size_t lane = 0; lane < kBlock; ++lane) {
            float logit = tables.bias[block * kBlock + lane];
            if (tables.demographic != nullptr)
                for (const Feature feature : user.demographic)
                    logit +=
                        feature.value *
                        tables
                            .demographic[(block * kDemographicFeatures + feature.column) * kBlock +
                                         lane];
            if (tables.dot != nullptr && user.dot != nullptr)
                for (std::size_t k = 0; k < tables.dot_width; ++k)
                    logit +=
                        user.dot[k] * tables.dot[(block * tables.dot_width + k) * kBlock + lane];
            if (tables.fusion != nullptr && user.fusion != nullptr)
                logit += fusion_logit(tables, layers, user, block, lane);
            out[block * kBlock + lane] = logit;
        }
    }
}

void dense_block_scalar(const float* x, std::size_t inputs, const float* weight, const float* bias,
                        std::size_t outputs, bool relu, float* out) {
    for (std::size_t j = 0; j < outputs; ++j) {
        for (std::size_t lane = 0; lane < kBlock; ++lane) {
            float sum = bias[j];
            for (std::size_t k = 0; k < inputs; ++k)
                sum += x[k * kBlock + lane] * weight[k * outputs + j];
            out[j * kBlock + lane] = relu ? std::max(0.0F, sum) : sum;
        }
    }
}

void add_product_scalar(const float* x, std::size_t inputs, const float* weight,
                        std::size_t outputs, float* out) {
    for (std::size_t j = 0; j < outputs; ++j)
        for (std::size_t k = 0; k < inputs; ++k)
            out[j] += x[k] * weight[k * outputs + j];
}

void add_rows_scalar(const float* table, std::span<const std::uint32_t> rows,
                     std::span<const float> weights, float scale, std::size_t width, float* out) {
    for (std::size_t j = 0; j < width; ++j) {
        float sum = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            sum += weights[i] * table[rows[i] * width + j];
        out[j] += scale * sum;
    }
}

float calibrated_sigmoid(float value, const ScoreCurve& curve) {
    const float x = curve.scale * value + curve.offset;
    float logit = curve.slope * x + curve.shift;
    for (std::size_t k = 0; k < curve.bend.size(); ++k)
        logit += curve.bend[k] * std::max(0.0F, x - curve.bend_at[k]);
    // A comparison that NaN fails: whatever overflowed becomes a probability near 0.
    const float above = logit > -kFurthest ? logit : -kFurthest;
    return 1.0F / (1.0F + std::exp(-std::min(above, kFurthest)));
}

void calibrated_sigmoid_scalar(float* values, std::size_t count, const ScoreCurve& curve) {
    for (std::size_t i = 0; i < count; ++i)
        values[i] = calibrated_sigmoid(values[i], curve);
}

// ---- vectors of `kWidth` floats ----

template <int kWidth>
struct Vectors {
    // NOLINTBEGIN(modernize-use-using): the attributes belong to a typedef
    /// May lie anywhere in memory that holds floats.
    typedef float Floats __attribute__((vector_size(kWidth * 4), may_alias, aligned(4)));
    typedef std::int32_t Integers __attribute__((vector_size(kWidth * 4)));
    // NOLINTEND(modernize-use-using)
};

// Chosen by width: a vector type as template argument would lose its `aligned(4)` and be stored as
// if it lay on its natural boundary.
template <int kWidth>
NEUREC_INLINE typename Vectors<kWidth>::Floats& at(float* memory) {
    return *reinterpret_cast<typename Vectors<kWidth>::Floats*>(memory);
}
template <int kWidth>
NEUREC_INLINE const typename Vectors<kWidth>::Floats& at(const float* memory) {
    return *reinterpret_cast<const typename Vectors<kWidth>::Floats*>(memory);
}

/// The fusion head for `kVectors` vectors of movies, the first of which is movie `first` of the
/// tables. Inner units are computed kTile at a time: kTile · kVectors sums in registers, each
/// weight read once for all vectors.
template <int kWidth, int kVectors, int kTile>
NEUREC_INLINE void add_fusion(const MovieTables& tables, const FusionLayers& layers,
                              const float* user, std::size_t first,
                              typename Vectors<kWidth>::Floats* sums) {
    using V = typename Vectors<kWidth>::Floats;
    const V zero = {};
    V x[kFusionWidth][kVectors];
    for (int v = 0; v < kVectors; ++v) {
        const std::size_t movie = first + static_cast<std::size_t>(v * kWidth);
        const float* column =
            tables.fusion + movie / kBlock * kFusionWidth * kBlock + movie % kBlock;
        for (std::size_t k = 0; k < kFusionWidth; ++k, column += kBlock) {
            const V sum = at<kWidth>(column) + user[k];
            x[k][v] = sum > zero ? sum : zero;
        }
    }
    for (int v = 0; v < kVectors; ++v)
        sums[v] += layers.output_bias;
    for (std::size_t j0 = 0; j0 < kFusionInner; j0 += kTile) {
        V inner[kTile][kVectors];
#pragma GCC unroll 32
        for (int j = 0; j < kTile; ++j)
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v)
                inner[j][v] = zero + layers.hidden_bias[j0 + j];
        for (std::size_t k = 0; k < kFusionWidth; ++k) {
            const float* const weight = layers.hidden_weight + k * kFusionInner + j0;
#pragma GCC unroll 32
            for (int j = 0; j < kTile; ++j)
#pragma GCC unroll 4
                for (int v = 0; v < kVectors; ++v)
                    inner[j][v] += x[k][v] * weight[j];
        }
#pragma GCC unroll 32
        for (int j = 0; j < kTile; ++j)
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v) {
                const V active = inner[j][v] > zero ? inner[j][v] : zero;
                sums[v] += active * layers.output_weight[j0 + j];
            }
    }
}

/// All dense paths for `kVectors` vectors of movies from `first` on.
template <int kWidth, int kVectors, int kTile>
NEUREC_INLINE void score_group(const MovieTables& tables, const FusionLayers& layers,
                               const UserVectors& user, std::size_t first, float* out) {
    using V = typename Vectors<kWidth>::Floats;
    V sums[kVectors];
    for (int v = 0; v < kVectors; ++v) {
        const std::size_t movie = first + static_cast<std::size_t>(v * kWidth);
        const std::size_t block = movie / kBlock;
        const std::size_t lane = movie % kBlock;
        V sum = at<kWidth>(tables.bias + movie);
        if (tables.demographic != nullptr)
            for (const Feature feature : user.demographic)
                sum += at<kWidth>(tables.demographic +
                                  (block * kDemographicFeatures + feature.column) * kBlock + lane) *
                       feature.value;
        if (tables.dot != nullptr && user.dot != nullptr) {
            // Four chains of sums, since each addition waits for the one before.
            const float* column = tables.dot + block * tables.dot_width * kBlock + lane;
            V chains[4] = {};
            for (std::size_t k = 0; k < tables.dot_width; k += 4)
#pragma GCC unroll 4
                for (std::size_t c = 0; c < 4; ++c, column += kBlock)
                    chains[c] += at<kWidth>(column) * user.dot[k + c];
            sum += (chains[0] + chains[1]) + (chains[2] + chains[3]);
        }
        sums[v] = sum;
    }
    if (tables.fusion != nullptr && user.fusion != nullptr)
        add_fusion<kWidth, kVectors, kTile>(tables, layers, user.fusion, first, sums);
    for (int v = 0; v < kVectors; ++v)
        at<kWidth>(out + first + static_cast<std::size_t>(v * kWidth)) = sums[v];
}

template <int kWidth, int kVectors, int kTile>
NEUREC_INLINE void score_blocks_body(const MovieTables& tables, const FusionLayers& layers,
                                     const UserVectors& user, std::size_t blocks, float* out) {
    constexpr std::size_t kGroup = static_cast<std::size_t>(kWidth) * kVectors;
    const std::size_t movies = blocks * kBlock;
    std::size_t first = 0;
    for (; first + kGroup <= movies; first += kGroup)
        score_group<kWidth, kVectors, kTile>(tables, layers, user, first, out);
    for (; first < movies; first += kWidth)
        score_group<kWidth, 1, kTile>(tables, layers, user, first, out);
}

/// Outputs j..j+kTile of a dense layer for `kWidth` lanes of a block.
template <int kWidth, int kTile>
NEUREC_INLINE void dense_tile(const float* x, std::size_t inputs, const float* weight,
                              const float* bias, std::size_t outputs, bool relu, float* out) {
    using V = typename Vectors<kWidth>::Floats;
    const V zero = {};
    V sums[kTile];
#pragma GCC unroll 32
    for (int j = 0; j < kTile; ++j)
        sums[j] = zero + bias[j];
    for (std::size_t k = 0; k < inputs; ++k) {
        const V input = at<kWidth>(x + k * kBlock);
#pragma GCC unroll 32
        for (int j = 0; j < kTile; ++j)
            sums[j] += input * weight[k * outputs + j];
    }
#pragma GCC unroll 32
    for (int j = 0; j < kTile; ++j) {
        const V value = relu ? (sums[j] > zero ? sums[j] : zero) : sums[j];
        at<kWidth>(out + static_cast<std::size_t>(j) * kBlock) = value;
    }
}

template <int kWidth, int kTile>
NEUREC_INLINE void dense_block_body(const float* x, std::size_t inputs, const float* weight,
                                    const float* bias, std::size_t outputs, bool relu, float* out) {
    for (std::size_t lane = 0; lane < kBlock; lane += kWidth) {
        std::size_t j = 0;
        for (; j + kTile <= outputs; j += kTile)
            dense_tile<kWidth, kTile>(x + lane, inputs, weight + j, bias + j, outputs, relu,
                                      out + j * kBlock + lane);
        for (; j < outputs; ++j)
            dense_tile<kWidth, 1>(x + lane, inputs, weight + j, bias + j, outputs, relu,
                                  out + j * kBlock + lane);
    }
}

template <int kWidth>
NEUREC_INLINE void add_product_body(const float* x, std::size_t inputs, const float* weight,
                                    std::size_t outputs, float* out) {
    using V = typename Vectors<kWidth>::Floats;
    constexpr std::size_t kStep = std::size_t{4} * kWidth;
    std::size_t j = 0;
    for (; j + kStep <= outputs; j += kStep) {
        V sums[4] = {};
        for (std::size_t k = 0; k < inputs; ++k)
#pragma GCC unroll 4
            for (std::size_t v = 0; v < 4; ++v)
                sums[v] += at<kWidth>(weight + k * outputs + j + v * kWidth) * x[k];
        for (std::size_t v = 0; v < 4; ++v)
            at<kWidth>(out + j + v * kWidth) += sums[v];
    }
    for (; j < outputs; ++j)
        for (std::size_t k = 0; k < inputs; ++k)
            out[j] += x[k] * weight[k * outputs + j];
}

template <int kWidth>
NEUREC_INLINE void add_rows_body(const float* table, std::span<const std::uint32_t> rows,
                                 std::span<const float> weights, float scale, std::size_t width,
                                 float* out) {
    using V = typename Vectors<kWidth>::Floats;
    constexpr std::size_t kStep = std::size_t{4} * kWidth;
    std::size_t j = 0;
    for (; j + kStep <= width; j += kStep) {
        V sums[4] = {};
        for (std::size_t i = 0; i < rows.size(); ++i)
#pragma GCC unroll 4
            for (std::size_t v = 0; v < 4; ++v)
                sums[v] += weights[i] * at<kWidth>(table + rows[i] * width + j + v * kWidth);
        for (std::size_t v = 0; v < 4; ++v)
            at<kWidth>(out + j + v * kWidth) += sums[v] * scale;
    }
    for (; j < width; ++j) {
        float sum = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            sum += weights[i] * table[rows[i] * width + j];
        out[j] += scale * sum;
    }
}

/// exp(x) for |x| ≤ kFurthest, in place: 2^n · p(r) with n the nearest whole number to x/ln 2, and
/// r the rest, ln 2 in two parts (Cody and Waite); p is Cephes' polynomial for expf, within 2e-7.
template <int kWidth>
NEUREC_INLINE void exponentiate(typename Vectors<kWidth>::Floats& x) {
    using V = typename Vectors<kWidth>::Floats;
    using I = typename Vectors<kWidth>::Integers;
    constexpr float kRoundingShift =
        12582912.0F;  // 1.5·2²³: adding it leaves no bits for a fraction
    const V shifted = x * 1.44269504088896341F + kRoundingShift;
    const V n = shifted - kRoundingShift;
    const V r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
    V p = r * 1.9875691500e-4F + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * (r * r) + r + 1.0F;
    const I exponent = (__builtin_convertvector(n, I) + 127) << 23;
    V power;
    std::memcpy(&power, &exponent, sizeof(power));
    x = p * power;
}

template <int kWidth>
NEUREC_INLINE void calibrated_sigmoid_body(float* values, std::size_t count,
                                           const ScoreCurve& curve) {
    using V = typename Vectors<kWidth>::Floats;
    const V furthest = V{} + kFurthest;
    std::size_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        const V first = at<kWidth>(values + i) * curve.scale + curve.offset;
        V x = first * curve.slope + curve.shift;
        for (std::size_t k = 0; k < curve.bend.size(); ++k) {
            const V beyond = first - curve.bend_at[k];
            x += (beyond > 0.0F ? beyond : V{}) * curve.bend[k];
        }
        x = x > -furthest ? x : -furthest;  // as calibrated_sigmoid(): NaN fails the comparison
        x = x < furthest ? -x : -furthest;
        exponentiate<kWidth>(x);
        at<kWidth>(values + i) = 1.0F / (x + 1.0F);
    }
    for (; i < count; ++i)
        values[i] = calibrated_sigmoid(values[i], curve);
}

// ---- one wrapper an instruction set and function ----

// Tiles: sums in registers are kTile · kVectors of the 16 (SSE2, AVX2) or 32 (AVX-512) that there
// are.
// NOLINTBEGIN(bugprone-macro-parentheses): attributes and sizes are no expressions
#define NEUREC_KERNELS(suffix, attributes, width, vectors, tile, dense_tile_size)                 \
    attributes void score_blocks_##suffix(const MovieTables& tables, const FusionLayers& layers,  \
                                          const UserVectors& user, std::size_t blocks,            \
                                          float* out) {                                           \
        score_blocks_body<width, vectors, tile>(tables, layers, user, blocks, out);               \
    }                                                                                             \
    attributes void dense_block_##suffix(const float* x, std::size_t inputs, const float* weight, \
                                         const float* bias, std::size_t outputs, bool relu,       \
                                         float* out) {                                            \
        dense_block_body<width, dense_tile_size>(x, inputs, weight, bias, outputs, relu, out);    \
    }                                                                                             \
    attributes void add_product_##suffix(const float* x, std::size_t inputs, const float* weight, \
                                         std::size_t outputs, float* out) {                       \
        add_product_body<width>(x, inputs, weight, outputs, out);                                 \
    }                                                                                             \
    attributes void add_rows_##suffix(const float* table, std::span<const std::uint32_t> rows,    \
                                      std::span<const float> weights, float scale,                \
                                      std::size_t row_width, float* out) {                        \
        add_rows_body<width>(table, rows, weights, scale, row_width, out);                        \
    }                                                                                             \
    attributes void calibrated_sigmoid_##suffix(float* values, std::size_t count,                 \
                                                const ScoreCurve& curve) {                        \
        calibrated_sigmoid_body<width>(values, count, curve);                                     \
    }                                                                                             \
    constexpr Kernels kKernels_##suffix = {score_blocks_##suffix, dense_block_##suffix,           \
                                           add_product_##suffix, add_rows_##suffix,               \
                                           calibrated_sigmoid_##suffix};
// NOLINTEND(bugprone-macro-parentheses)

NEUREC_KERNELS(baseline, , 4, 4, 2, 8)
NEUREC_KERNELS(avx2, __attribute__((target("arch=x86-64-v3"))), 8, 3, 4, 8)
NEUREC_KERNELS(avx512, __attribute__((target("arch=x86-64-v4"))), 16, 2, 8, 16)

constexpr Kernels kKernels_scalar = {score_blocks_scalar, dense_block_scalar, add_product_scalar,
                                     add_rows_scalar, calibrated_sigmoid_scalar};

}  // namespace

std::string_view name_of(InstructionSet set) {
    switch (set) {
        case InstructionSet::scalar:
            return "scalar";
        case InstructionSet::baseline:
            return "SSE2";
        case InstructionSet::avx2:
            return "AVX2";
        case InstructionSet::avx512:
            return "AVX-512";
    }
    return "";
}

std::vector<InstructionSet> available_instruction_sets() {
    __builtin_cpu_init();
    std::vector<InstructionSet> sets = {InstructionSet::scalar, InstructionSet::baseline};
    if (__builtin_cpu_supports("x86-64-v3")) sets.push_back(InstructionSet::avx2);
    if (__builtin_cpu_supports("x86-64-v4")) sets.push_back(InstructionSet::avx512);
    return sets;
}

InstructionSet best_instruction_set() {
    return available_instruction_sets().back();
}

const Kernels& kernels_for(InstructionSet set) {
    switch (set) {
        case InstructionSet::avx512:
            return kKernels_avx512;
        case InstructionSet::avx2:
            return kKernels_avx2;
        case InstructionSet::baseline:
            return kKernels_baseline;
        case InstructionSet::scalar:
            break;
    }
    return kKernels_scalar;
}

}  // namespace neurec::infrastructure::deep_learning
