#include "application/use_cases/edit_movies.hpp"

#include "domain/errors.hpp"

namespace neurec::application {

MoviePublic EditMovies::create(const MovieSchema& movie) const {
    std::optional<domain::MovieId> wanted;
    if (movie.id) wanted = domain::MovieId{*movie.id};
    const domain::MovieId id = editor_.create(wanted, movie.title, movie.genres);
    models_.refresh();
    return {id.value, movie.title, movie.genres};
}

MoviePublic EditMovies::update(domain::MovieId id, const MovieSchema& movie) const {
    if (!editor_.update({id, movie.title, movie.genres})) throw domain::NotFound("Movie not found");
    models_.refresh();
    return {id.value, movie.title, movie.genres};
}

void EditMovies::remove(domain::MovieId id) const {
    if (!editor_.remove(id)) throw domain::NotFound("Movie not found");
    models_.refresh();
}

}  // namespace neurec::application
