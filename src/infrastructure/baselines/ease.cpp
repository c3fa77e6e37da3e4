#include "infrastructure/baselines/ease.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/baselines/positive_definite.hpp"

namespace neurec::infrastructure::baselines {

namespace {

constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

/// XᵀX: for each pair of chosen movies the users who chose both. [n × n]
std::vector<float> gram_matrix(const ChoiceMatrix& choices, std::span<const std::uint32_t> row,
                               std::span<const domain::MovieIndex> chosen) {
    const std::size_t n = chosen.size();
    std::vector<float> gram(n * n);
    // By movie rather than by user: the row that is written stays in the cache.
    for (std::size_t i = 0; i < n; ++i)
        for (const domain::UserIndex user : choices.choosers_of(chosen[i]))
            for (const domain::MovieIndex other : choices.chosen_by(user))
                ++gram[i * n + row[other]];
    return gram;
}

}  // namespace

Ease::Ease(const domain::Dataset& training, domain::Positives positives, double regularisation)
    : profile_choices_(training, positives), row_(training.movies().size(), kNoRow) {
    const ChoiceMatrix choices(training, positives);
    for (domain::MovieIndex movie = 0; movie < choices.movies(); ++movie) {
        if (choices.choosers_of(movie).empty()) continue;
        row_[movie] = static_cast<std::uint32_t>(chosen_.size());
        chosen_.push_back(movie);
    }
    const std::size_t n = chosen_.size();
    if (n > kMostMovies)
        throw domain::InvalidInput("EASE inverts a matrix of movies by movies and takes at most " +
                                   std::to_string(kMostMovies) + " movies; here are " +
                                   std::to_string(n) +
                                   ". Leave it out of the methods (--methods).");

    weight_ = gram_matrix(choices, row_, chosen_);
    for (std::size_t i = 0; i < n; ++i)
        weight_[i * n + i] += static_cast<float>(regularisation);
    invert_positive_definite(weight_, n);
    std::vector<float> negative_inverse_diagonal(n);
    for (std::size_t i = 0; i < n; ++i)
        negative_inverse_diagonal[i] = -1 / weight_[i * n + i];
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j)
            weight_[i * n + j] *= negative_inverse_diagonal[j];
        weight_[i * n + i] = 0;
    }
}

void Ease::score(const domain::UserProfile& profile, std::span<float> out) const {
    const std::size_t n = chosen_.size();
    std::vector<float> sum(n);
    profile_choices_.for_each(profile, [&](domain::MovieIndex movie) {
        if (row_[movie] == kNoRow) return;
        const float* weights = weight_.data() + row_[movie] * n;
        for (std::size_t j = 0; j < n; ++j)
            sum[j] += weights[j];
    });
    std::ranges::fill(out, 0.0F);
    for (std::size_t j = 0; j < n; ++j)
        out[chosen_[j]] = sum[j];
}

}  // namespace neurec::infrastructure::baselines
