#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/random.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

/// Networks for tests of everything that reads or writes them. Needs neurec_deep_learning.
namespace neurec::tests {

namespace deep_learning = infrastructure::deep_learning;

/// Of the towers' outputs in networks that do not ask for another.
inline constexpr std::size_t kTowerWidth = 64;

/// The widths that are the model's own.
struct NetworkWidths {
    std::size_t tower = kTowerWidth;
    std::size_t user = 128;
    std::size_t movie_first = 256;
    std::size_t movie_second = 128;
    std::size_t movie_vector = 64;
};

/// Which parts a network has.
struct NetworkParts {
    bool bags = true;
    bool movie_vector = true;
    bool fusion_head = true;
    bool dot_path = true;
    bool demographic_path = true;
    bool item_item_path = true;
};

/// Genres Comedy and Drama, decades from 1980 to 2000, 16 title buckets, history statistics.
inline deep_learning::EncoderConfig small_encoders() {
    return {.history_statistics = true,
            .genres = {"Comedy", "Drama"},
            .year_bins = {1980, 1990, 2000},
            .unknown_year_column = true,
            .title_buckets = 16};
}

/// `count` movies with ids 10, 20, 30, …, all different in title, year or genre.
inline std::vector<domain::Movie> made_movies(std::size_t count) {
    std::vector<domain::Movie> movies;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string title = "Story " + std::to_string(i % 17) + " Part " + std::to_string(i) +
                                  " (" + std::to_string(1975 + i % 35) + ")";
        movies.push_back({domain::MovieId{static_cast<std::int64_t>(10 * (i + 1))}, title,
                          i % 3 == 0 ? std::vector<std::string>{"Comedy"}
                                     : std::vector<std::string>{"Drama", "Comedy"}});
    }
    return movies;
}

/// A BatchNorm that changes nothing: its factor is exactly 1.
inline deep_learning::BatchNorm identity_norm(std::size_t size) {
    return {.scale = std::vector<float>(size, 1.0F),
            .shift = std::vector<float>(size, 0.0F),
            .mean = std::vector<float>(size, 0.0F),
            .variance = std::vector<float>(size, 0.75F),
            .epsilon = 0.25F};
}

inline deep_learning::Matrix zero_matrix(std::size_t rows, std::size_t cols) {
    return {rows, cols, std::vector<float>(rows * cols, 0.0F)};
}

inline deep_learning::Linear zero_linear(std::size_t outputs, std::size_t inputs) {
    return {zero_matrix(outputs, inputs), std::vector<float>(outputs, 0.0F)};
}

inline float& element(deep_learning::Matrix& matrix, std::size_t row, std::size_t col) {
    return matrix.values[row * matrix.cols + col];
}

/// All weights zero, all BatchNorms the identity, without an item-item path's coefficients.
inline deep_learning::ModelWeights zero_network(const std::vector<domain::Movie>& movies,
                                                const deep_learning::EncoderConfig& encoders,
                                                NetworkParts parts, NetworkWidths widths) {
    using namespace deep_learning;
    const std::size_t user_features = UserFeatureEncoder(encoders).size();
    const std::size_t movie_features = MovieFeatureEncoder(encoders).size();
    const std::size_t count = movies.size();
    ModelWeights weights;
    for (const domain::Movie& movie : movies)
        weights.movie_ids.push_back(movie.id.value);
    weights.movie_likes.assign(count, 0);

    UserTower& user = weights.user_tower;
    user.input = zero_linear(widths.user, user_features);
    user.input_norm = identity_norm(widths.user);
    user.hidden = zero_linear(widths.tower, widths.user);
    user.hidden_norm = identity_norm(widths.tower);
    if (parts.bags) {
        user.liked_bag = zero_matrix(count, widths.user);
        user.disliked_bag = zero_matrix(count, widths.user);
    }

    MovieTower& movie = weights.movie_tower;
    const std::size_t vector = parts.movie_vector ? widths.movie_vector : 0;
    if (parts.movie_vector) movie.movie_vector = zero_matrix(count, vector);
    movie.input = zero_linear(widths.movie_first, movie_features + vector);
    movie.input_norm = identity_norm(widths.movie_first);
    movie.hidden = zero_linear(widths.movie_second, widths.movie_first);
    movie.hidden_norm = identity_norm(widths.movie_second);
    movie.output = zero_linear(widths.tower, widths.movie_second);

    if (parts.fusion_head)
        weights.fusion_head = {zero_linear(kFusionWidth, 2 * widths.tower),
                               zero_linear(kFusionInner, kFusionWidth),
                               zero_linear(1, kFusionInner)};
    if (parts.dot_path)
        weights.dot_path = {zero_matrix(widths.tower, widths.tower),
                            std::vector<float>(count, 0.0F), 0.0F, std::nullopt};
    if (parts.demographic_path)
        weights.demographic_path = {zero_matrix(count, kDemographicFeatures), std::nullopt};
    if (parts.item_item_path) {
        weights.item_item_path.emplace();
        weights.item_item_path->begin.assign(count + 1, 0);
    }
    return weights;
}

/// Random weights of the sizes that training has: each layer keeps the size of its inputs,
/// BatchNorms are far from the identity, each movie has up to 8 item-item coefficients.
class RandomNetwork {
  public:
    RandomNetwork(const std::vector<domain::Movie>& movies,
                  const deep_learning::EncoderConfig& encoders, std::uint64_t seed,
                  NetworkParts parts = {}, NetworkWidths widths = {})
        : random_(seed), weights_(zero_network(movies, encoders, parts, widths)) {
        for (std::uint32_t& likes : weights_.movie_likes)
            likes = static_cast<std::uint32_t>(random_.below(1000));
        fill_towers();
        fill_paths();
    }
    [[nodiscard]] const deep_learning::ModelWeights& weights() const { return weights_; }

  private:
    float normal(double deviation) { return static_cast<float>(deviation * random_.normal()); }
    float uniform(double from, double to) {
        return static_cast<float>(from + (to - from) * random_.uniform());
    }
    void fill(std::vector<float>& values, double deviation) {
        for (float& value : values)
            value = normal(deviation);
    }
    void fill(deep_learning::Linear& layer) {
        fill(layer.weight.values, 1.0 / std::sqrt(static_cast<double>(layer.weight.cols)));
        fill(layer.bias, 0.2);
    }
    void fill(deep_learning::BatchNorm& norm) {
        for (float& value : norm.scale)
            value = uniform(0.5, 1.5);
        fill(norm.shift, 0.3);
        fill(norm.mean, 0.3);
        for (float& value : norm.variance)
            value = uniform(0.2, 2.0);
        norm.epsilon = 1e-5F;
    }
    void fill_towers() {
        deep_learning::UserTower& user = weights_.user_tower;
        fill(user.input);
        if (user.liked_bag) fill(user.liked_bag->values, 0.3);
        if (user.disliked_bag) fill(user.disliked_bag->values, 0.3);
        fill(user.input_norm);
        fill(user.hidden);
        fill(user.hidden_norm);
        deep_learning::MovieTower& movie = weights_.movie_tower;
        if (movie.movie_vector) {
            fill(movie.movie_vector->values, 0.3);
            movie.unseen_vector = zero_linear(movie.movie_vector->cols,
                                              movie.input.weight.cols - movie.movie_vector->cols);
            fill(*movie.unseen_vector);
        }
        fill(movie.input);
        fill(movie.input_norm);
        fill(movie.hidden);
        fill(movie.hidden_norm);
        fill(movie.output);
    }
    void fill_paths() {
        if (weights_.fusion_head) {
            fill(weights_.fusion_head->input);
            fill(weights_.fusion_head->hidden);
            fill(weights_.fusion_head->output);
        }
        if (weights_.dot_path) {
            fill(weights_.dot_path->interaction.values, 0.02);
            fill(weights_.dot_path->movie_bias, 0.5);
            weights_.dot_path->unseen_bias = normal(0.5);
            const auto& tower = weights_.movie_tower;
            weights_.dot_path->content_bias.emplace(
                tower.input.weight.cols - (tower.movie_vector ? tower.movie_vector->cols : 0));
            fill(*weights_.dot_path->content_bias, 0.3);
        }
        if (weights_.demographic_path) {
            fill(weights_.demographic_path->weight.values, 0.3);
            weights_.demographic_path->half_history = uniform(0.5, 5.0);
        }
        if (weights_.item_item_path) fill(*weights_.item_item_path);
        if (random_.below(4) != 0)
            weights_.recency =
                deep_learning::Recency{uniform(0, 10), uniform(0.5, 20), uniform(0, 10)};
        weights_.calibration = {uniform(0.5, 1.5), normal(0.5), made_curves()};
    }
    /// Curves for nobody's ratings, one to three, and more; slopes from 0.25 to 2.75 all along.
    deep_learning::CalibrationCurves made_curves() {
        deep_learning::CalibrationCurves curves{
            {0, 1, 4}, {}, {}, zero_matrix(3, 2), zero_matrix(3, 2)};
        for (std::size_t curve = 0; curve < 3; ++curve) {
            curves.slope.push_back(uniform(0.75, 1.25));
            curves.shift.push_back(normal(0.3));
            element(curves.bend_at, curve, 0) = uniform(-1.5, 0);
            element(curves.bend_at, curve, 1) = uniform(0, 1.5);
            element(curves.bend, curve, 0) = uniform(-0.25, 0.75);
            element(curves.bend, curve, 1) = uniform(-0.25, 0.75);
        }
        return curves;
    }
    void fill(deep_learning::ItemItemPath& path) {
        const std::size_t movies = weights_.movie_ids.size();
        for (std::size_t row = 0; row < movies; ++row) {
            for (std::uint64_t i = random_.below(9); i > 0; --i) {
                path.movie.push_back(static_cast<std::uint32_t>(random_.below(movies)));
                path.coefficient.push_back(normal(0.1));
            }
            path.begin[row + 1] = static_cast<std::uint32_t>(path.movie.size());
        }
        path.weight = uniform(0.5, 1.5);
        path.half_history = uniform(1.0, 10.0);
        if (random_.below(2) == 0) path.steepness = uniform(0.5, 3.0);
    }

    domain::Random random_;
    deep_learning::ModelWeights weights_;
};

}  // namespace neurec::tests
