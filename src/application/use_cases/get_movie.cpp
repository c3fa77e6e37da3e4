#include "application/use_cases/get_movie.hpp"

#include "domain/errors.hpp"

namespace neurec::application {

MoviePublic GetMovie::operator()(const MoviePath& path) const {
    if (const auto movie = movies_.find(domain::MovieId{path.movie_id})) return public_form(*movie);
    throw domain::NotFound("Movie not found");
}

}  // namespace neurec::application
