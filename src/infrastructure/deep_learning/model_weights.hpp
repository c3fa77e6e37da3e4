#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The network's parameters as plain arrays: what training writes, the model file holds and the
/// engine reads.
///
///     logit(u, m) = fusion(u, m)                                     fusion head
///                 + u·W·m + movie_bias[m]                            dot path
///                 + g/(g + r) · D[m]·demographics                    demographic path, r = rated
///                 movies
///                 + w · nᵖ/(nᵖ + hᵖ) · Σ_{j ∈ liked} r[j] · B[j, m]  item-item path, n = liked
///                 movies
///     x           = calibration.scale · logit + calibration.offset
///     probability = sigmoid(slope · x + shift + Σ_k bend[k] · max(0, x − bend_at[k]))
///
/// with u = user tower, m = movie tower (T wide each: 64 in the seed preset, 128 in the history
/// preset) and r[j] the weight of liked movie j by recency, 1 on average. A path that a preset does
/// without is absent (nullopt) and adds nothing. Movies are in
/// the order of `ModelWeights::movie_ids`. The calibration's curve depends on r; a model without
/// curves has slope 1 and nothing else.
namespace neurec::infrastructure::deep_learning {

/// Widths that the scoring kernels fix, and the most that they take of T; the hidden widths of the
/// towers are the model's own.
inline constexpr std::size_t kMostTowerWidth = 256;  ///< T is a multiple of 4, at most this
inline constexpr std::size_t kFusionWidth = 64;      ///< first hidden layer of the fusion head
inline constexpr std::size_t kFusionInner = 32;      ///< second hidden layer of the fusion head

/// Row-major matrix [rows × cols].
struct Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::vector<float> values;
    bool operator==(const Matrix&) const = default;
};

/// y = weight·x + bias; weight [outputs × inputs].
struct Linear {
    Matrix weight;
    std::vector<float> bias;
    bool operator==(const Linear&) const = default;
};

/// y = (x − mean) / √(variance + epsilon) · scale + shift, per column (Ioffe and Szegedy, 2015;
/// inference form).
struct BatchNorm {
    std::vector<float> scale;
    std::vector<float> shift;
    std::vector<float> mean;
    std::vector<float> variance;
    float epsilon = 1e-5F;
    bool operator==(const BatchNorm&) const = default;
};

/// features → H → T, BatchNorm and ReLU after each. The bags are columns of the first layer,
/// kept as one row a movie: the layer's input is input·x + Σ r[j]·liked_bag[j]/√(n₊+1) + Σ
/// disliked_bag[j]/√(n₋+1).
struct UserTower {
    Linear input;                        ///< [H × user features]
    std::optional<Matrix> liked_bag;     ///< [movies × H]
    std::optional<Matrix> disliked_bag;  ///< [movies × H]
    BatchNorm input_norm;
    Linear hidden;  ///< [T × H]
    BatchNorm hidden_norm;
    bool operator==(const UserTower&) const = default;
};

/// (content features, movie vector) → 256 → 128 → T; BatchNorm and ReLU after the first two.
struct MovieTower {
    std::optional<Matrix> movie_vector;  ///< [movies × vector]
    /// The vector of a movie from after the training, by its content [vector × content features];
    /// nothing: zeros.
    std::optional<Linear> unseen_vector;
    Linear input;  ///< [256 × (content features + vector)]
    BatchNorm input_norm;
    Linear hidden;  ///< [128 × 256]
    BatchNorm hidden_norm;
    Linear output;  ///< [T × 128]
    bool operator==(const MovieTower&) const = default;
};

/// concat(u, m) 2T → 64 → 32 → 1, ReLU between.
struct FusionHead {
    Linear input;   ///< [64 × 2T], the user's columns first
    Linear hidden;  ///< [32 × 64]
    Linear output;  ///< [1 × 32]
    bool operator==(const FusionHead&) const = default;
};

struct DotPath {
    Matrix interaction;             ///< W [T × T]: u is its row side
    std::vector<float> movie_bias;  ///< [movies]
    float unseen_bias = 0;          ///< of a movie from after the training
    /// What each content feature of such a movie adds to that [content features]; nothing: zeros.
    std::optional<std::vector<float>> content_bias;
    bool operator==(const DotPath&) const = default;
};

/// Sparse item-item coefficients by rows of the liked movie: row j's entries are
/// `begin[j]..begin[j+1]`.
struct ItemItemPath {
    std::vector<std::uint32_t> begin;  ///< [movies + 1]
    std::vector<std::uint32_t> movie;  ///< column m of each coefficient
    std::vector<float> coefficient;    ///< B[j, m]
    float weight = 0;                  ///< w
    float half_history = 0;            ///< h: liked movies at which the path has half its weight
    /// p: how steeply the weight rises about h; nothing: 1.
    std::optional<float> steepness = std::nullopt;
    bool operator==(const ItemItemPath&) const = default;
};

/// How much more the newest of the liked movies count than the others: r[j] = c · (1 + boost ·
/// e^(−newer/span)), where `newer` is how many of them were rated after j, and c makes the mean 1.
/// That holds within a session: where the time of any of them is unknown, or the newest is older
/// than `session` when the recommendation is asked for, or nobody knows when that is, all count the
/// same.
struct Recency {
    float boost = 0;
    float span = 1;
    float session = 3600;  ///< seconds
    bool operator==(const Recency&) const = default;
};

/// A linear path from age, gender and occupation, for people of whom little else is known.
struct DemographicPath {
    Matrix weight;  ///< D [movies × demographic features]
    /// g: rated movies at which the path has half its weight; nothing: it has all of it always.
    std::optional<float> half_history;
    bool operator==(const DemographicPath&) const = default;
};

/// For people with different numbers of rated movies, how a first estimate becomes a probability.
/// Each curve rises everywhere, so that no user's ranking changes.
struct CalibrationCurves {
    std::vector<std::uint32_t> from_ratings;  ///< curve c is for so many rated movies and more, up
                                              ///< to those of curve c + 1; ascending from 0
    std::vector<float> slope;                 ///< [curves]
    std::vector<float> shift;                 ///< [curves]
    Matrix bend_at;                           ///< [curves × bends], ascending in each row
    Matrix bend;                              ///< [curves × bends]
    bool operator==(const CalibrationCurves&) const = default;
};

struct Calibration {
    float scale = 1;
    float offset = 0;
    std::optional<CalibrationCurves> curves = std::nullopt;
    bool operator==(const Calibration&) const = default;
};

/// Everything that is learned, for one catalogue of movies.
struct ModelWeights {
    std::vector<std::int64_t> movie_ids;  ///< the catalogue that was trained on, ascending
    std::vector<std::uint32_t>
        movie_likes;  ///< ratings of 4 and more in the training data: [movies]
    UserTower user_tower;
    MovieTower movie_tower;
    std::optional<FusionHead> fusion_head;
    std::optional<DotPath> dot_path;
    std::optional<DemographicPath> demographic_path;
    std::optional<ItemItemPath> item_item_path;
    std::optional<Recency> recency;  ///< nothing: every r[j] is 1
    Calibration calibration;
    /// T: of the towers' outputs.
    [[nodiscard]] std::size_t tower_width() const { return movie_tower.output.weight.rows; }
    bool operator==(const ModelWeights&) const = default;
};

/// What is inconsistent in the weights, or nothing: every shape against every other and against the
/// encoders' widths (`user_features`, `movie_features`), indices in range, movie ids ascending, all
/// values finite, variances not negative. O(parameters).
std::optional<std::string> find_inconsistency(const ModelWeights& weights,
                                              std::size_t user_features,
                                              std::size_t movie_features);

}  // namespace neurec::infrastructure::deep_learning
