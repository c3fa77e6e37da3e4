#include "infrastructure/training/weight_export.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "infrastructure/training/tensor_copies.hpp"

namespace neurec::infrastructure::training {

namespace {

deep_learning::Matrix matrix_of(const torch::Tensor& tensor) {
    return {static_cast<std::size_t>(tensor.size(0)), static_cast<std::size_t>(tensor.size(1)),
            values_of(tensor)};
}

deep_learning::Linear linear_of(const torch::nn::LinearImpl& layer) {
    return {matrix_of(layer.weight), values_of(layer.bias)};
}

deep_learning::BatchNorm norm_of(const torch::nn::BatchNorm1dImpl& norm) {
    return {values_of(norm.weight), values_of(norm.bias), values_of(norm.running_mean),
            values_of(norm.running_var), static_cast<float>(norm.options.eps())};
}

/// The bag's factors times the first layer's columns for them: one row a movie that is added to the
/// layer's input.
deep_learning::Matrix folded_bag(const torch::Tensor& table, const torch::Tensor& columns) {
    return matrix_of(table.matmul(columns.t()));
}

deep_learning::UserTower export_user_tower(const UserTowerImpl& tower, std::int64_t features) {
    deep_learning::UserTower result;
    const torch::Tensor& weight = tower.input->weight;
    result.input = {matrix_of(weight.slice(1, 0, features)), values_of(tower.input->bias)};
    if (tower.liked_table.defined()) {
        const std::int64_t disliked = features + tower.liked_table.size(1);
        result.liked_bag = folded_bag(tower.liked_table, weight.slice(1, features, disliked));
        result.disliked_bag = folded_bag(tower.disliked_table, weight.slice(1, disliked));
    }
    result.input_norm = norm_of(*tower.input_norm);
    result.hidden = linear_of(*tower.hidden);
    result.hidden_norm = norm_of(*tower.hidden_norm);
    return result;
}

deep_learning::MovieTower export_movie_tower(const MovieTowerImpl& tower,
                                             const std::vector<std::uint32_t>& ratings) {
    deep_learning::MovieTower result;
    std::vector<torch::Tensor> columns;
    if (tower.content_weight.defined()) columns.push_back(tower.content_weight);
    if (tower.movie_vector.defined()) {
        columns.push_back(tower.vector_weight);
        result.movie_vector = matrix_of(tower.movie_vector);
        const std::size_t width = result.movie_vector->cols;
        for (std::size_t movie = 0; movie < ratings.size(); ++movie)
            if (ratings[movie] == 0)
                std::fill_n(result.movie_vector->values.begin() + movie * width, width, 0.0F);
    }
    const torch::Tensor weight =
        columns.empty() ? torch::zeros({tower.input_bias.size(0), 0}) : torch::cat(columns, 0).t();
    result.input = {matrix_of(weight), values_of(tower.input_bias)};
    result.input_norm = norm_of(*tower.input_norm);
    result.hidden = linear_of(*tower.hidden);
    result.hidden_norm = norm_of(*tower.hidden_norm);
    result.output = linear_of(*tower.output);
    return result;
}

/// The mean bias of the tenth of the rated movies that is rated least: what a movie starts from.
float bias_of_least_rated(const std::vector<float>& bias,
                          const std::vector<std::uint32_t>& ratings) {
    std::vector<std::uint32_t> rated;
    for (std::uint32_t movie = 0; movie < ratings.size(); ++movie)
        if (ratings[movie] > 0) rated.push_back(movie);
    const std::size_t count = std::max<std::size_t>(1, rated.size() / 10);
    std::ranges::sort(rated, {},
                      [&](std::uint32_t movie) { return std::pair(ratings[movie], movie); });
    const double sum =
        std::accumulate(rated.begin(), rated.begin() + static_cast<std::ptrdiff_t>(count), 0.0,
                        [&](double so_far, std::uint32_t movie) { return so_far + bias[movie]; });
    return static_cast<float>(sum / static_cast<double>(count));
}

deep_learning::DotPath export_dot_path(const NetworkImpl& network,
                                       const std::vector<std::uint32_t>& ratings) {
    deep_learning::DotPath result{matrix_of(network.interaction), values_of(network.movie_bias), 0,
                                  std::nullopt};
    result.unseen_bias = bias_of_least_rated(result.movie_bias, ratings);
    for (std::size_t movie = 0; movie < ratings.size(); ++movie)
        if (ratings[movie] == 0) result.movie_bias[movie] = result.unseen_bias;
    return result;
}

}  // namespace

deep_learning::ModelWeights export_weights(const NetworkImpl& network,
                                           const domain::Dataset& training) {
    const torch::NoGradGuard no_grad;
    const std::vector<std::uint32_t> ratings = training.ratings_per_movie();
    deep_learning::ModelWeights weights;
    for (const domain::Movie& movie : training.movies())
        weights.movie_ids.push_back(movie.id.value);
    weights.movie_likes = training.likes_per_movie();
    weights.user_tower = export_user_tower(*network.user_tower, network.shape.user_features);
    weights.movie_tower = export_movie_tower(*network.movie_tower, ratings);
    if (network.fusion_head)
        weights.fusion_head = {linear_of(*network.fusion_head->input),
                               linear_of(*network.fusion_head->hidden),
                               linear_of(*network.fusion_head->output)};
    if (network.interaction.defined()) weights.dot_path = export_dot_path(network, ratings);
    return weights;
}

}  // namespace neurec::infrastructure::training
