#include "infrastructure/deep_learning/model_weights.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "infrastructure/deep_learning/feature_encoders.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

/// Ends a check at the first fault; caught by find_inconsistency alone.
struct Inconsistency : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void require(bool holds, const std::string& name, const std::string& problem) {
    if (!holds) throw Inconsistency(name + " " + problem);
}

void require_finite(std::span<const float> values, const std::string& name) {
    require(std::ranges::all_of(values, [](float value) { return std::isfinite(value); }), name,
            "has values that are not finite numbers");
}

void require_vector(std::span<const float> values, std::size_t size, const std::string& name) {
    require(values.size() == size, name,
            "has " + std::to_string(values.size()) + " values, expected " + std::to_string(size));
    require_finite(values, name);
}

void require_matrix(const Matrix& matrix, std::size_t rows, std::size_t cols,
                    const std::string& name) {
    require(matrix.rows == rows && matrix.cols == cols, name,
            "is [" + std::to_string(matrix.rows) + " × " + std::to_string(matrix.cols) +
                "], expected [" + std::to_string(rows) + " × " + std::to_string(cols) + "]");
    require_vector(matrix.values, rows * cols, name);
}

void require_linear(const Linear& layer, std::size_t outputs, std::size_t inputs,
                    const std::string& name) {
    require_matrix(layer.weight, outputs, inputs, name + ".weight");
    require_vector(layer.bias, outputs, name + ".bias");
}

void require_norm(const BatchNorm& norm, std::size_t size, const std::string& name) {
    require_vector(norm.scale, size, name + ".weight");
    require_vector(norm.shift, size, name + ".bias");
    require_vector(norm.mean, size, name + ".running_mean");
    require_vector(norm.variance, size, name + ".running_var");
    require(std::isfinite(norm.epsilon) && norm.epsilon > 0, name + ".eps",
            "is not a positive number");
    require(std::ranges::all_of(norm.variance, [](float value) { return value >= 0; }),
            name + ".running_var", "has negative values");
}

void require_optional(const std::optional<Matrix>& matrix, std::size_t rows, std::size_t cols,
                      const std::string& name) {
    if (matrix) require_matrix(*matrix, rows, cols, name);
}

void require_user_tower(const UserTower& tower, std::size_t movies, std::size_t features,
                        std::size_t tower_width) {
    const std::size_t width = tower.input.weight.rows;
    require(width > 0, "user_tower.input.weight", "is empty");
    require_linear(tower.input, width, features, "user_tower.input");
    require_optional(tower.liked_bag, movies, width, "user_tower.liked_bag.weight");
    require_optional(tower.disliked_bag, movies, width, "user_tower.disliked_bag.weight");
    require_norm(tower.input_norm, width, "user_tower.input_norm");
    require_linear(tower.hidden, tower_width, width, "user_tower.hidden");
    require_norm(tower.hidden_norm, tower_width, "user_tower.hidden_norm");
}

void require_movie_tower(const MovieTower& tower, std::size_t movies, std::size_t features) {
    const std::size_t vector = tower.movie_vector ? tower.movie_vector->cols : 0;
    require_optional(tower.movie_vector, movies, vector, "movie_tower.movie_vector.weight");
    const std::size_t first = tower.input.weight.rows;
    const std::size_t second = tower.hidden.weight.rows;
    require(first > 0 && second > 0, "movie_tower", "has an empty layer");
    require_linear(tower.input, first, features + vector, "movie_tower.input");
    require_norm(tower.input_norm, first, "movie_tower.input_norm");
    require_linear(tower.hidden, second, first, "movie_tower.hidden");
    require_norm(tower.hidden_norm, second, "movie_tower.hidden_norm");
    const std::size_t width = tower.output.weight.rows;
    require(width > 0 && width % 4 == 0 && width <= kMostTowerWidth, "movie_tower.output",
            "has not a multiple of 4 rows, at most 256");
    require_linear(tower.output, width, second, "movie_tower.output");
    if (tower.unseen_vector)
        require_linear(*tower.unseen_vector, vector, features, "movie_tower.unseen_vector");
}

void require_item_item(const ItemItemPath& path, std::size_t movies) {
    const std::string name = "item_item_path";
    require(path.begin.size() == movies + 1, name + ".begin",
            "does not have one entry a movie and one more");
    require(path.begin.front() == 0 && std::ranges::is_sorted(path.begin), name + ".begin",
            "does not ascend from 0");
    require(path.begin.back() == path.movie.size(), name + ".begin",
            "does not end at the number of coefficients");
    require(std::ranges::all_of(path.movie, [&](std::uint32_t movie) { return movie < movies; }),
            name + ".movie", "names movies beyond the model's");
    require_vector(path.coefficient, path.movie.size(), name + ".coefficient");
    require(std::isfinite(path.weight), name + ".weight", "is not a finite number");
    require(std::isfinite(path.half_history) && path.half_history >= 0, name + ".half_history",
            "is not a number from 0 on");
    if (path.steepness)
        require(std::isfinite(*path.steepness) && *path.steepness > 0, name + ".steepness",
                "is not a number above 0");
}

void require_recency(const Recency& recency) {
    require(std::isfinite(recency.boost) && recency.boost >= 0, "recency.boost",
            "is not a number from 0 on");
    require(std::isfinite(recency.span) && recency.span > 0, "recency.span",
            "is not a number above 0");
    require(std::isfinite(recency.session) && recency.session >= 0, "recency.session",
            "is not a number from 0 on");
}

void require_demographic_path(const DemographicPath& path, std::size_t movies) {
    require_matrix(path.weight, movies, kDemographicFeatures, "demographic_path.weight");
    if (path.half_history)
        require(std::isfinite(*path.half_history) && *path.half_history > 0,
                "demographic_path.half_history", "is not a number above 0");
}

/// Slopes left of all bends and after each of them must be above 0.
void require_rising(const CalibrationCurves& curves, std::size_t curve) {
    const std::size_t bends = curves.bend.cols;
    float slope = curves.slope[curve];
    require(slope > 0, "calibration.slope", "is not above 0");
    for (std::size_t k = 0; k < bends; ++k) {
        slope += curves.bend.values[curve * bends + k];
        require(slope > 0, "calibration.bend", "lets a curve fall");
    }
    const auto row = std::span(curves.bend_at.values).subspan(curve * bends, bends);
    require(std::ranges::is_sorted(row), "calibration.bend_at", "does not ascend");
}

void require_curves(const CalibrationCurves& curves) {
    const std::size_t count = curves.from_ratings.size();
    require(count > 0 && curves.from_ratings.front() == 0 &&
                std::ranges::is_sorted(curves.from_ratings, std::ranges::less_equal{}),
            "calibration.from_ratings", "does not ascend from 0");
    require_vector(curves.slope, count, "calibration.slope");
    require_vector(curves.shift, count, "calibration.shift");
    require_matrix(curves.bend_at, count, curves.bend.cols, "calibration.bend_at");
    require_matrix(curves.bend, count, curves.bend.cols, "calibration.bend");
    for (std::size_t curve = 0; curve < count; ++curve)
        require_rising(curves, curve);
}

void require_paths(const ModelWeights& weights, std::size_t movies, std::size_t movie_features) {
    require(weights.fusion_head || weights.dot_path || weights.demographic_path ||
                weights.item_item_path,
            "the model", "has none of the paths that give a score");
    if (weights.fusion_head) {
        require_linear(weights.fusion_head->input, kFusionWidth, 2 * weights.tower_width(),
                       "fusion_head.input");
        require_linear(weights.fusion_head->hidden, kFusionInner, kFusionWidth,
                       "fusion_head.hidden");
        require_linear(weights.fusion_head->output, 1, kFusionInner, "fusion_head.output");
    }
    if (weights.dot_path) {
        require_matrix(weights.dot_path->interaction, weights.tower_width(), weights.tower_width(),
                       "dot_path.interaction.weight");
        require_vector(weights.dot_path->movie_bias, movies, "dot_path.movie_bias");
        if (weights.dot_path->content_bias)
            require_vector(*weights.dot_path->content_bias, movie_features,
                           "dot_path.content_bias");
        require(std::isfinite(weights.dot_path->unseen_bias), "dot_path.unseen_bias",
                "is not a finite number");
    }
    if (weights.demographic_path) require_demographic_path(*weights.demographic_path, movies);
    if (weights.item_item_path) require_item_item(*weights.item_item_path, movies);
    if (weights.recency) require_recency(*weights.recency);
    require(std::isfinite(weights.calibration.scale) && std::isfinite(weights.calibration.offset),
            "calibration", "has values that are not finite numbers");
    if (weights.calibration.curves) require_curves(*weights.calibration.curves);
}

}  // namespace

std::optional<std::string> find_inconsistency(const ModelWeights& weights,
                                              std::size_t user_features,
                                              std::size_t movie_features) {
    try {
        const std::size_t movies = weights.movie_ids.size();
        require(std::ranges::is_sorted(weights.movie_ids, std::ranges::less_equal{}), "movie_ids",
                "do not ascend, each once");
        require(weights.movie_likes.size() == movies, "movie_likes",
                "does not have one entry a movie");
        require_movie_tower(weights.movie_tower, movies, movie_features);
        require_user_tower(weights.user_tower, movies, user_features, weights.tower_width());
        require_paths(weights, movies, movie_features);
    } catch (const Inconsistency& fault) {
        return fault.what();
    }
    return std::nullopt;
}

}  // namespace neurec::infrastructure::deep_learning
