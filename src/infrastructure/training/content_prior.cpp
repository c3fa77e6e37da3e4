#include "infrastructure/training/content_prior.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

#include "infrastructure/training/tensor_copies.hpp"

namespace neurec::infrastructure::training {

namespace {

/// [movies × content features]
torch::Tensor content_of(const std::vector<domain::Movie>& movies,
                         const deep_learning::MovieFeatureEncoder& encoder) {
    const auto columns = static_cast<std::int64_t>(encoder.size());
    torch::Tensor content =
        torch::zeros({static_cast<std::int64_t>(movies.size()), columns}, torch::kDouble);
    auto* row = content.data_ptr<double>();
    std::vector<deep_learning::Feature> features;
    for (const domain::Movie& movie : movies) {
        encoder.encode(movie, features);
        for (const deep_learning::Feature feature : features)
            row[feature.column] = feature.value;
        row += columns;
    }
    return content;
}

/// [movies × columns]
torch::Tensor targets_of(const std::vector<float>& values, std::size_t columns) {
    return tensor_of(values,
                     {static_cast<std::int64_t>(values.size() / columns),
                      static_cast<std::int64_t>(columns)},
                     torch::kCPU)
        .to(torch::kDouble);
}

/// targets ≈ mean + content·weight: the ridge regression about the means.
struct Regression {
    Regression(const torch::Tensor& content, const torch::Tensor& targets, double regularisation)
        : content_mean(content.mean(0)), mean(targets.mean(0)) {
        const torch::Tensor centred = content - content_mean;
        torch::Tensor matrix = centred.t().matmul(centred);
        matrix.diagonal().add_(regularisation);
        weight = torch::cholesky_solve(centred.t().matmul(targets - mean),
                                       torch::linalg_cholesky(matrix));
    }
    /// What is predicted where the content is all zeros.
    [[nodiscard]] torch::Tensor offset() const { return mean - content_mean.matmul(weight); }

    torch::Tensor content_mean;  ///< [features]
    torch::Tensor mean;          ///< [targets]
    torch::Tensor weight;        ///< [features × targets]
};

}  // namespace

void learn_content_prior(deep_learning::ModelWeights& weights,
                         const deep_learning::EncoderConfig& encoders,
                         const domain::Dataset& training, double regularisation) {
    const torch::NoGradGuard no_grad;
    const deep_learning::MovieFeatureEncoder encoder(encoders);
    std::vector<std::int64_t> rated;
    std::vector<std::int64_t> unrated;
    const std::vector<std::uint32_t> ratings = training.ratings_per_movie();
    for (std::size_t movie = 0; movie < ratings.size(); ++movie)
        (ratings[movie] > 0 ? rated : unrated).push_back(static_cast<std::int64_t>(movie));
    if (encoder.size() == 0 || rated.empty()) return;
    const torch::Tensor content = content_of(training.movies(), encoder);
    const torch::Tensor rows = torch::tensor(rated, torch::kLong);

    if (auto& vectors = weights.movie_tower.movie_vector) {
        const auto width = static_cast<std::int64_t>(vectors->cols);
        const Regression regression(
            content.index_select(0, rows),
            targets_of(vectors->values, vectors->cols).index_select(0, rows), regularisation);
        const std::vector<float> offset = values_of(regression.offset());
        weights.movie_tower.unseen_vector = deep_learning::Linear{
            {vectors->cols, encoder.size(), values_of(regression.weight.t())}, offset};
        const std::vector<float> predicted =
            values_of(content.matmul(regression.weight) + regression.offset());
        for (const std::int64_t movie : unrated)
            std::copy_n(predicted.begin() + movie * width, width,
                        vectors->values.begin() + movie * width);
    }
    if (auto& path = weights.dot_path) {
        const Regression regression(content.index_select(0, rows),
                                    targets_of(path->movie_bias, 1).index_select(0, rows),
                                    regularisation);
        path->content_bias = values_of(regression.weight);
        path->unseen_bias -=
            static_cast<float>(regression.content_mean.matmul(regression.weight).item<double>());
        const std::vector<float> deviation = values_of(content.matmul(regression.weight));
        for (const std::int64_t movie : unrated)
            path->movie_bias[static_cast<std::size_t>(movie)] =
                path->unseen_bias + deviation[static_cast<std::size_t>(movie)];
    }
}

}  // namespace neurec::infrastructure::training
