#include "infrastructure/training/demographic_path.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "infrastructure/deep_learning/feature_encoders.hpp"

namespace neurec::infrastructure::training {

namespace {

constexpr auto kFeatures = static_cast<std::int64_t>(deep_learning::kDemographicFeatures);
constexpr std::int64_t kFirstAge = 1;
constexpr std::int64_t kFirstOccupation =
    kFirstAge + static_cast<std::int64_t>(deep_learning::kAgeGroups);

struct Columns {
    std::int64_t begin;
    std::int64_t end;
};
/// Gender, age group and occupation: each is known or unknown as a whole.
constexpr std::array kFields{Columns{0, kFirstAge}, Columns{kFirstAge, kFirstOccupation},
                             Columns{kFirstOccupation, kFeatures}};

/// [users × features], zeros where a field is unknown.
torch::Tensor features_of(const std::vector<domain::User>& users) {
    torch::Tensor features =
        torch::zeros({static_cast<std::int64_t>(users.size()), kFeatures}, torch::kDouble);
    auto* row = features.data_ptr<double>();
    for (const domain::User& user : users) {
        const deep_learning::DemographicFeatures known(user.demographics);
        for (const deep_learning::Feature feature : known.view())
            row[feature.column] = feature.value;
        row += kFeatures;
    }
    return features;
}

/// Means of the features over the users who tell the field, [features]; and the features less
/// them, unknown fields at the mean, in place.
torch::Tensor centre(torch::Tensor& features) {
    torch::Tensor mean = torch::zeros({kFeatures}, torch::kDouble);
    for (const Columns field : kFields) {
        torch::Tensor columns = features.slice(1, field.begin, field.end);
        const torch::Tensor known = columns.ne(0).any(1, true).to(torch::kDouble);
        const torch::Tensor means = columns.sum(0) / std::max(1.0, known.sum().item<double>());
        mean.slice(0, field.begin, field.end).copy_(means);
        columns.sub_(known * means);
    }
    return mean;
}

/// How many of the users like each movie, and the sum of their features: [movies], [movies ×
/// features].
std::pair<torch::Tensor, torch::Tensor> likes_of(const domain::Dataset& training,
                                                 const torch::Tensor& features) {
    const auto movies = static_cast<std::int64_t>(training.movies().size());
    torch::Tensor count = torch::zeros({movies}, torch::kDouble);
    torch::Tensor sums = torch::zeros({movies, kFeatures}, torch::kDouble);
    auto* counts = count.data_ptr<double>();
    auto* cells = sums.data_ptr<double>();
    const auto* row = features.data_ptr<double>();
    for (domain::UserIndex user = 0; user < training.users().size(); ++user, row += kFeatures) {
        const domain::RatingsView ratings = training.ratings_of(user);
        for (std::size_t i = 0; i < ratings.size(); ++i) {
            if (!domain::is_liked(ratings.values[i])) continue;
            counts[ratings.movies[i]] += 1;
            double* const sum = cells + static_cast<std::int64_t>(ratings.movies[i]) * kFeatures;
            for (std::int64_t k = 0; k < kFeatures; ++k)
                sum[k] += row[k];
        }
    }
    return {count, sums};
}

}  // namespace

deep_learning::DemographicPath learn_demographic_path(const domain::Dataset& training,
                                                      const DemographicPathSettings& settings) {
    const torch::NoGradGuard no_grad;
    torch::Tensor features = features_of(training.users());
    const torch::Tensor mean = centre(features);
    const auto [count, sums] = likes_of(training, features);
    const torch::Tensor share = count / static_cast<double>(training.users().size());

    torch::Tensor gram = features.t().matmul(features);
    gram.diagonal().add_(settings.regularisation);
    const torch::Tensor right = sums - torch::outer(share, features.sum(0));
    torch::Tensor weight =
        torch::cholesky_solve(right.t().contiguous(), torch::linalg_cholesky(gram))
            .t()
            .contiguous();
    const torch::Tensor constant = share - weight.matmul(mean);
    weight.slice(1, kFirstAge, kFirstOccupation).add_(constant.unsqueeze(1));

    weight = (weight * static_cast<double>(settings.weight)).to(torch::kFloat).contiguous();
    const auto* values = weight.data_ptr<float>();
    return {{training.movies().size(),
             deep_learning::kDemographicFeatures,
             {values, values + weight.numel()}},
            settings.half_history};
}

}  // namespace neurec::infrastructure::training
