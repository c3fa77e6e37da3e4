#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "infrastructure/deep_learning/feature_encoders.hpp"

/// The arithmetic of scoring, once per instruction set. Tables of movies are kept in blocks of
/// kBlock: a table of n columns is [blocks][n][kBlock], so that one vector holds the same column of
/// neighbouring movies.
namespace neurec::infrastructure::deep_learning {

/// Movies a block.
inline constexpr std::size_t kBlock = 16;

enum class InstructionSet : std::uint8_t {
    scalar,    ///< plain loops: the reference that tests compare the others with
    baseline,  ///< SSE2, on every x86-64
    avx2,      ///< x86-64-v3: AVX2 and FMA
    avx512,    ///< x86-64-v4: AVX-512 F, BW, CD, DQ, VL
};

[[nodiscard]] std::string_view name_of(InstructionSet set);
/// Those that this processor has, the fastest last.
[[nodiscard]] std::vector<InstructionSet> available_instruction_sets();
/// The fastest that this processor has.
[[nodiscard]] InstructionSet best_instruction_set();

/// The movies' side of all paths that are dense. Tables are aligned to 64 bytes; those of absent
/// paths are null.
struct MovieTables {
    const float* bias = nullptr;         ///< [blocks][kBlock]; never null
    const float* demographic = nullptr;  ///< [blocks][kDemographicFeatures][kBlock]
    const float* dot = nullptr;          ///< [blocks][dot_width][kBlock]
    std::size_t dot_width = 0;           ///< a multiple of 4
    const float* fusion =
        nullptr;  ///< [blocks][kFusionWidth][kBlock]: movie half of the first fusion layer
};

/// The fusion head above its first layer.
struct FusionLayers {
    const float* hidden_weight = nullptr;  ///< [kFusionWidth × kFusionInner], a row an input
    const float* hidden_bias = nullptr;    ///< [kFusionInner]
    const float* output_weight = nullptr;  ///< [kFusionInner]
    float output_bias = 0;
};

/// The user's side.
struct UserVectors {
    std::span<const Feature> demographic;  ///< columns of the demographic path that are not zero
    const float* dot = nullptr;            ///< u·W [MovieTables::dot_width]
    const float* fusion =
        nullptr;  ///< user half of the first fusion layer, bias included [kFusionWidth]
};

/// From logit to probability for one user: x = scale · logit + offset, and then the curve
/// slope · x + shift + Σ_k bend[k] · max(0, x − bend_at[k]) through the sigmoid.
struct ScoreCurve {
    float scale = 1;
    float offset = 0;
    float slope = 1;
    float shift = 0;
    std::span<const float> bend_at = {};
    std::span<const float> bend = {};  ///< as many as bend_at
};

/// One instruction set's functions. All are pure and thread-safe, and allocate nothing.
struct Kernels {
    /// out[i] = bias + D·demographics + dot·m + fusion head, for the kBlock · blocks movies of the
    /// tables. A path counts where both its table and the user's vector are there. O(blocks ·
    /// kBlock · 64 · 32) for the fusion head.
    void (*score_blocks)(const MovieTables& tables, const FusionLayers& layers,
                         const UserVectors& user, std::size_t blocks, float* out);
    /// One layer for a block of movies: out[j][lane] = bias[j] + Σ_k x[k][lane] · weight[k][j],
    /// then ReLU if asked. x [inputs][kBlock], weight [inputs × outputs] a row an input, out
    /// [outputs][kBlock]; x and out aligned.
    void (*dense_block)(const float* x, std::size_t inputs, const float* weight, const float* bias,
                        std::size_t outputs, bool relu, float* out);
    /// out[j] += Σ_k x[k] · weight[k][j]; weight [inputs × outputs], a row an input.
    void (*add_product)(const float* x, std::size_t inputs, const float* weight,
                        std::size_t outputs, float* out);
    /// out[j] += scale · Σ_i weights[i] · table[rows[i]][j]; table [… × width], weights [rows].
    void (*add_rows)(const float* table, std::span<const std::uint32_t> rows,
                     std::span<const float> weights, float scale, std::size_t width, float* out);
    /// values[i] becomes the probability that the curve gives for it, within 1e-6 where the curve
    /// is near a line; never NaN.
    void (*calibrated_sigmoid)(float* values, std::size_t count, const ScoreCurve& curve);
};

/// The functions for a set that available_instruction_sets() names.
[[nodiscard]] const Kernels& kernels_for(InstructionSet set);

}  // namespace neurec::infrastructure::deep_learning
