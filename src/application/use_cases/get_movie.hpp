#pragma once

#include "application/dtos/movies.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// One movie by its id. Thread-safe.
class GetMovie {
  public:
    explicit GetMovie(domain::MovieRepository& movies) : movies_(movies) {}
    /// NotFound where there is no such movie.
    [[nodiscard]] MoviePublic operator()(const MoviePath& path) const;

  private:
    domain::MovieRepository& movies_;
};

}  // namespace neurec::application
