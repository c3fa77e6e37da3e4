#pragma once

#include "application/dtos/movies.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// One page of the catalogue. Thread-safe.
class ListMovies {
  public:
    explicit ListMovies(domain::MovieRepository& movies) : movies_(movies) {}
    /// A page beyond the last one is empty. InvalidRequest for a genre that no movie has;
    /// Unavailable where the database is.
    [[nodiscard]] MovieList operator()(const MovieListQuery& query) const;

  private:
    domain::MovieRepository& movies_;
};

}  // namespace neurec::application
