#include "infrastructure/training/network.hpp"

#include <cmath>

namespace neurec::infrastructure::training {

namespace {

constexpr std::int64_t kMovieInput = 256;
constexpr std::int64_t kMovieHidden = 128;
constexpr std::int64_t kFusionInput = 64;
constexpr std::int64_t kFusionHidden = 32;
constexpr double kTableDeviation = 0.1;

/// Uniform in ±1/√fan_in, LibTorch's own default for linear layers, but drawn from our generator:
/// the weights that training starts from then depend on the seed alone, not on LibTorch's version.
void fill_uniform(torch::Tensor& tensor, std::int64_t fan_in, domain::Random& random) {
    const double bound = 1 / std::sqrt(static_cast<double>(fan_in));
    auto* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>((2 * random.uniform() - 1) * bound);
}

torch::Tensor uniform(at::IntArrayRef sizes, std::int64_t fan_in, domain::Random& random) {
    torch::Tensor result = torch::empty(sizes);
    fill_uniform(result, fan_in, random);
    return result;
}

torch::Tensor normal(at::IntArrayRef sizes, double deviation, domain::Random& random) {
    torch::Tensor result = torch::empty(sizes);
    auto* values = result.data_ptr<float>();
    for (std::int64_t i = 0; i < result.numel(); ++i)
        values[i] = static_cast<float>(random.normal() * deviation);
    return result;
}

torch::nn::Linear linear(std::int64_t inputs, std::int64_t outputs, domain::Random& random) {
    torch::nn::Linear layer(inputs, outputs);
    const torch::NoGradGuard no_grad;
    fill_uniform(layer->weight, inputs, random);
    fill_uniform(layer->bias, inputs, random);
    return layer;
}

torch::Tensor sum_bags(const torch::Tensor& table, const Bags& bags,
                       bool sparse_gradients = false) {
    constexpr std::int64_t kSum = 0;
    return std::get<0>(torch::embedding_bag(table, bags.rows, bags.offsets, false, kSum,
                                            sparse_gradients, bags.weights, true));
}

torch::Tensor rows_of(const torch::Tensor& table, const torch::Tensor& rows,
                      bool sparse_gradients) {
    constexpr std::int64_t kNoPadding = -1;
    return torch::embedding(table, rows, kNoPadding, false, sparse_gradients);
}

}  // namespace

UserTowerImpl::UserTowerImpl(const NetworkShape& shape, domain::Random& random)
    : sparse_gradients_(shape.sparse_gradients) {
    const bool history = shape.parts.history;
    input =
        register_module("input", linear(shape.user_features + (history ? 2 * shape.bag_width : 0),
                                        shape.user_hidden, random));
    input_norm = register_module("input_norm", torch::nn::BatchNorm1d(shape.user_hidden));
    hidden = register_module("hidden", linear(shape.user_hidden, shape.tower_width, random));
    hidden_norm = register_module("hidden_norm", torch::nn::BatchNorm1d(shape.tower_width));
    if (!history) return;
    liked_table = register_parameter(
        "liked_table", normal({shape.movies, shape.bag_width}, kTableDeviation, random));
    disliked_table = register_parameter(
        "disliked_table", normal({shape.movies, shape.bag_width}, kTableDeviation, random));
}

torch::Tensor UserTowerImpl::forward(const torch::Tensor& features, const Bags& liked,
                                     const Bags& disliked, const torch::Tensor& dropout) {
    torch::Tensor inputs = features;
    if (liked_table.defined())
        inputs = torch::cat({features, sum_bags(liked_table, liked, sparse_gradients_),
                             sum_bags(disliked_table, disliked, sparse_gradients_)},
                            1);
    torch::Tensor first = torch::relu(input_norm(input(inputs)));
    if (dropout.defined()) first = first * dropout;
    return torch::relu(hidden_norm(hidden(first)));
}

MovieTowerImpl::MovieTowerImpl(const NetworkShape& shape, domain::Random& random)
    : sparse_gradients_(shape.sparse_gradients) {
    const std::int64_t content = shape.parts.content ? shape.content_features : 0;
    const std::int64_t vector = shape.parts.movie_vector ? kVectorWidth : 0;
    if (content > 0)
        content_weight = register_parameter(
            "content_weight", uniform({content, kMovieInput}, content + vector, random));
    if (vector > 0) {
        vector_weight = register_parameter(
            "vector_weight", uniform({vector, kMovieInput}, content + vector, random));
        movie_vector = register_parameter("movie_vector",
                                          normal({shape.movies, vector}, kTableDeviation, random));
    }
    input_bias = register_parameter("input_bias", uniform({kMovieInput}, content + vector, random));
    input_norm = register_module("input_norm", torch::nn::BatchNorm1d(kMovieInput));
    hidden = register_module("hidden", linear(kMovieInput, kMovieHidden, random));
    hidden_norm = register_module("hidden_norm", torch::nn::BatchNorm1d(kMovieHidden));
    output = register_module("output", linear(kMovieHidden, shape.tower_width, random));
}

torch::Tensor MovieTowerImpl::forward(const Bags& content, const torch::Tensor& movies,
                                      const torch::Tensor& keep_vector) {
    torch::Tensor sum = input_bias.expand({content.offsets.size(0) - 1, kMovieInput});
    if (content_weight.defined()) sum = sum + sum_bags(content_weight, content);
    if (movie_vector.defined()) {
        torch::Tensor vectors =
            movies.defined() ? rows_of(movie_vector, movies, sparse_gradients_) : movie_vector;
        if (keep_vector.defined()) vectors = vectors * keep_vector;
        sum = sum + vectors.matmul(vector_weight);
    }
    const torch::Tensor first = torch::relu(input_norm(sum));
    const torch::Tensor second = torch::relu(hidden_norm(hidden(first)));
    return output(second);
}

FusionHeadImpl::FusionHeadImpl(std::int64_t tower_width, domain::Random& random) {
    input = register_module("input", linear(2 * tower_width, kFusionInput, random));
    hidden = register_module("hidden", linear(kFusionInput, kFusionHidden, random));
    output = register_module("output", linear(kFusionHidden, 1, random));
}

torch::Tensor FusionHeadImpl::user_half(const torch::Tensor& users) {
    return torch::addmm(input->bias, users, input->weight.slice(1, 0, users.size(1)).t());
}

torch::Tensor FusionHeadImpl::movie_half(const torch::Tensor& movies) {
    return movies.matmul(input->weight.slice(1, movies.size(1)).t());
}

torch::Tensor FusionHeadImpl::after_input(const torch::Tensor& sum) {
    return output(torch::relu(hidden(torch::relu(sum)))).squeeze(-1);
}

torch::Tensor FusionHeadImpl::pairs(const torch::Tensor& user, const torch::Tensor& movie) {
    return after_input(user_half(user) + movie_half(movie));
}

NetworkImpl::NetworkImpl(const NetworkShape& given, const torch::Tensor& initial_bias,
                         domain::Random& random)
    : shape(given) {
    user_tower = register_module("user_tower", UserTower(shape, random));
    movie_tower = register_module("movie_tower", MovieTower(shape, random));
    if (shape.parts.fusion_head)
        fusion_head = register_module("fusion_head", FusionHead(shape.tower_width, random));
    if (shape.parts.dot_path) {
        interaction = register_parameter(
            "interaction",
            uniform({shape.tower_width, shape.tower_width}, shape.tower_width, random));
        movie_bias = register_parameter("movie_bias", initial_bias.clone());
    }
}

torch::Tensor NetworkImpl::dot_logits(const torch::Tensor& users, const torch::Tensor& movie_rows,
                                      const torch::Tensor& movies) {
    if (!interaction.defined())
        return torch::zeros({users.size(0), movie_rows.size(0)}, users.options());
    const torch::Tensor bias = movies.defined() ? movie_bias.index_select(0, movies) : movie_bias;
    return torch::addmm(bias, users.matmul(interaction), movie_rows.t());
}

std::vector<torch::Tensor> NetworkImpl::sparse_tables() const {
    if (!shape.sparse_gradients) return {};
    std::vector<torch::Tensor> tables;
    for (const torch::Tensor& table :
         {user_tower->liked_table, user_tower->disliked_table, movie_tower->movie_vector})
        if (table.defined()) tables.push_back(table);
    return tables;
}

}  // namespace neurec::infrastructure::training
