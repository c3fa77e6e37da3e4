#include "application/use_cases/edit_movies.hpp"

#include "domain/errors.hpp"
#include "domain/models/genre.hpp"

namespace neurec::application {

MoviePublic EditMovies::create(const MovieSchema& movie) const {
    std::optional<domain::MovieId> wanted;
    if (movie.id) wanted = domain::MovieId{*movie.id};
    const std::vector<std::string> genres = known_names(movie.genres);
    const domain::MovieId id = editor_.create(wanted, movie.title, genres);
    models_.refresh();
    return {id.value, movie.title, genres};
}

MoviePublic EditMovies::update(domain::MovieId id, const MovieSchema& movie) const {
    const std::vector<std::string> genres = known_names(movie.genres);
    if (!editor_.update({id, movie.title, genres})) throw domain::NotFound("Movie not found");
    models_.refresh();
    return {id.value, movie.title, genres};
}

void EditMovies::remove(domain::MovieId id) const {
    if (!editor_.remove(id)) throw domain::NotFound("Movie not found");
    models_.refresh();
}

std::vector<std::string> EditMovies::known_names(const std::vector<std::string>& genres) const {
    if (genres.empty()) return {};
    const std::vector<std::string> known = movies_.genres();
    return domain::GenreNames(known).named(genres);
}

}  // namespace neurec::application
