#pragma once

#include <optional>

#include "domain/models/movie.hpp"

namespace neurec::domain {

/// Changes to the catalogue. Implementations are thread-safe; a failing database is Unavailable.
class MovieEditor {
  public:
    virtual ~MovieEditor() = default;
    /// Stores a new movie and gives its id: the given one, or the next. Conflict where it is taken.
    [[nodiscard]] virtual MovieId create(std::optional<MovieId> id, const std::string& title,
                                         const std::vector<std::string>& genres) = 0;
    /// False where there is no such movie.
    virtual bool update(const Movie& movie) = 0;
    /// Removes the movie with its ratings; false where there is none.
    virtual bool remove(MovieId id) = 0;
};

}  // namespace neurec::domain
