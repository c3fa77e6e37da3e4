#pragma once

#include "application/dtos/movies.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/movie_editor.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// Changes to the catalogue, which the model takes up before they are answered: a movie posted now
/// is recommendable now, on its content, and a deleted one is gone. Thread-safe.
class EditMovies {
  public:
    /// The ports must outlive it.
    EditMovies(domain::MovieEditor& editor, domain::MovieRepository& movies, ModelProvider& models)
        : editor_(editor), movies_(movies), models_(models) {}

    /// Genres get the names that the catalogue has for them. Conflict where the id is taken.
    [[nodiscard]] MoviePublic create(const MovieSchema& movie) const;
    /// The path's id counts. NotFound where there is no such movie.
    [[nodiscard]] MoviePublic update(domain::MovieId id, const MovieSchema& movie) const;
    /// With its ratings. NotFound where there is no such movie.
    void remove(domain::MovieId id) const;

  private:
    [[nodiscard]] std::vector<std::string> known_names(
        const std::vector<std::string>& genres) const;

    domain::MovieEditor& editor_;
    domain::MovieRepository& movies_;
    ModelProvider& models_;
};

}  // namespace neurec::application
