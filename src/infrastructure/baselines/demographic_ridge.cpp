#include "infrastructure/baselines/demographic_ridge.hpp"

#include <algorithm>
#include <array>

#include "infrastructure/baselines/choices.hpp"
#include "infrastructure/baselines/positive_definite.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"

namespace neurec::infrastructure::baselines {

namespace {

using deep_learning::kAgeGroups;
using deep_learning::kDemographicFeatures;
using Features = std::array<float, kDemographicFeatures>;

constexpr std::size_t kFirstAge = 1;
constexpr std::size_t kFirstOccupation = kFirstAge + kAgeGroups;

/// The features less their means; a part that is not known stands at the mean, which is 0.
Features centred(const domain::Demographics& demographics, std::span<const float> mean) {
    Features features{};
    const deep_learning::DemographicFeatures known(demographics);
    for (const deep_learning::Feature& feature : known.view())
        features[feature.column] = feature.value;
    const auto centre = [&](bool is_known, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            features[i] = is_known ? features[i] - mean[i] : 0;
    };
    centre(demographics.gender.has_value(), 0, kFirstAge);
    centre(demographics.age.has_value(), kFirstAge, kFirstOccupation);
    centre(demographics.occupation.has_value(), kFirstOccupation, kDemographicFeatures);
    return features;
}

/// Means over the users who tell a part.
std::vector<float> mean_features(const std::vector<domain::User>& users) {
    std::array<double, kDemographicFeatures> sum{};
    double genders = 0;
    double ages = 0;
    double occupations = 0;
    for (const domain::User& user : users) {
        const deep_learning::DemographicFeatures features(user.demographics);
        for (const deep_learning::Feature& feature : features.view())
            sum[feature.column] += feature.value;
        genders += user.demographics.gender ? 1 : 0;
        ages += user.demographics.age ? 1 : 0;
        occupations += user.demographics.occupation ? 1 : 0;
    }
    std::vector<float> mean(kDemographicFeatures);
    for (std::size_t i = 0; i < mean.size(); ++i) {
        const double known = i < kFirstAge ? genders : i < kFirstOccupation ? ages : occupations;
        mean[i] = static_cast<float>(sum[i] / std::max(known, 1.0));
    }
    return mean;
}

}  // namespace

DemographicRidge::DemographicRidge(const domain::Dataset& training, domain::Positives positives,
                                   double regularisation)
    : mean_feature_(mean_features(training.users())) {
    constexpr std::size_t n = kDemographicFeatures;
    const ChoiceMatrix choices(training, positives);
    const std::size_t movies = training.movies().size();

    // XᵀX + λI, and Xᵀ(Y − share) with one movie a row. X is centred, so Xᵀ·share is not 0 only
    // where parts are unknown; subtracting it keeps the intercept exact there, too.
    std::vector<double> gram(n * n);
    std::vector<double> sums(n);
    std::vector<float> right(movies * n);
    for (domain::UserIndex user = 0; user < choices.users(); ++user) {
        const Features x = centred(training.users()[user].demographics, mean_feature_);
        for (std::size_t i = 0; i < n; ++i) {
            sums[i] += x[i];
            for (std::size_t j = 0; j <= i; ++j)
                gram[i * n + j] += static_cast<double>(x[i]) * x[j];
        }
        for (const domain::MovieIndex movie : choices.chosen_by(user))
            for (std::size_t i = 0; i < n; ++i)
                right[movie * n + i] += x[i];
    }
    const double users = std::max<double>(1, static_cast<double>(choices.users()));
    share_.resize(movies);
    for (std::size_t movie = 0; movie < movies; ++movie) {
        const double share =
            static_cast<double>(
                choices.choosers_of(static_cast<domain::MovieIndex>(movie)).size()) /
            users;
        share_[movie] = static_cast<float>(share);
        for (std::size_t i = 0; i < n; ++i)
            right[movie * n + i] -= static_cast<float>(share * sums[i]);
    }
    std::vector<float> system(gram.begin(), gram.end());
    for (std::size_t i = 0; i < n; ++i)
        system[i * n + i] += static_cast<float>(regularisation);
    solve_positive_definite(system, n, right, movies);

    weight_.resize(n * movies);
    for (std::size_t movie = 0; movie < movies; ++movie)
        for (std::size_t i = 0; i < n; ++i)
            weight_[i * movies + movie] = right[movie * n + i];
}

void DemographicRidge::score(const domain::UserProfile& profile, std::span<float> out) const {
    std::ranges::copy(share_, out.begin());
    const Features x = centred(profile.demographics, mean_feature_);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] == 0) continue;
        const float* row = weight_.data() + i * out.size();
        for (std::size_t movie = 0; movie < out.size(); ++movie)
            out[movie] += x[i] * row[movie];
    }
}

}  // namespace neurec::infrastructure::baselines
