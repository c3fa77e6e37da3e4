#pragma once

#include "application/dtos/movies.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/movie_editor.hpp"

namespace neurec::application {

/// Changes to the catalogue, which the model takes up before they are answered: a movie posted now
/// is recommendable now, on its content, and a deleted one is gone. Thread-safe.
class EditMovies {
  public:
    EditMovies(domain::MovieEditor& editor, ModelProvider& models)
        : editor_(editor), models_(models) {}

    /// Conflict where the id is taken.
    [[nodiscard]] MoviePublic create(const MovieSchema& movie) const;
    /// The path's id counts. NotFound where there is no such movie.
    [[nodiscard]] MoviePublic update(domain::MovieId id, const MovieSchema& movie) const;
    /// With its ratings. NotFound where there is no such movie.
    void remove(domain::MovieId id) const;

  private:
    domain::MovieEditor& editor_;
    ModelProvider& models_;
};

}  // namespace neurec::application
