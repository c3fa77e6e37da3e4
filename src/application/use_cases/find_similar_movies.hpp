#pragma once

#include "application/dtos/movies.hpp"
#include "application/dtos/similar_movies.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// The movies that are most like one of the catalogue. Thread-safe.
class FindSimilarMovies {
  public:
    /// The ports must outlive it.
    FindSimilarMovies(const ModelProvider& models, domain::MovieRepository& movies)
        : models_(models), movies_(movies) {}

    /// NotFound where there is no such movie. Unavailable without a model, and for a movie that the
    /// database has but the model's catalogue has not taken up yet.
    [[nodiscard]] SimilarMoviesResponse operator()(const MoviePath& path,
                                                   const SimilarMoviesQuery& query) const;

  private:
    const ModelProvider& models_;
    domain::MovieRepository& movies_;
};

}  // namespace neurec::application
