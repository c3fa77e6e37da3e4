#pragma once

#include "application/dtos/similar_movies.hpp"
#include "application/services/model_provider.hpp"

namespace neurec::application {

/// What most people liked, the same for everybody. Thread-safe.
class ListPopularMovies {
  public:
    /// The provider must outlive it.
    explicit ListPopularMovies(const ModelProvider& models) : models_(models) {}

    /// InvalidRequest for a genre that no movie has, Unavailable without a model.
    [[nodiscard]] PopularMoviesResponse operator()(const PopularMoviesQuery& query) const;

  private:
    const ModelProvider& models_;
};

}  // namespace neurec::application
