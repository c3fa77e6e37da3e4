#pragma once

#include "application/dtos/recommendations.hpp"
#include "application/services/model_provider.hpp"

namespace neurec::application {

/// Movies that a newcomer has likely seen, to be rated first: of each genre the most liked, or
/// those whose answers teach the model most. Thread-safe.
class SelectOnboardingMovies {
  public:
    /// The provider must outlive it.
    explicit SelectOnboardingMovies(const ModelProvider& models) : models_(models) {}

    /// Up to `num_movies` of every genre: the most liked in the training data first, or, where
    /// informative ones are asked for, these first and then the most liked others. A movie appears
    /// under each of its genres. Unavailable without a model.
    [[nodiscard]] OnboardingMoviesResultResponse operator()(const OnboardingQuery& query) const;

  private:
    const ModelProvider& models_;
};

}  // namespace neurec::application
