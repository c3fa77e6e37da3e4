#include "application/use_cases/find_similar_movies.hpp"

#include <cstddef>

#include "domain/errors.hpp"

namespace neurec::application {

SimilarMoviesResponse FindSimilarMovies::operator()(const MoviePath& path,
                                                    const SimilarMoviesQuery& query) const {
    const auto model = models_.require();
    const domain::MovieId id{path.movie_id};
    const auto movie = model->ranking->index_of(id);
    if (!movie) {
        if (!movies_.find(id)) throw domain::NotFound("Movie not found");
        throw domain::Unavailable("Movie " + std::to_string(id.value) +
                                  " is newer than the catalogue that the model has taken up.");
    }
    SimilarMoviesResponse response{.movie_id = id.value, .recommendations = {}};
    for (const domain::SimilarMovie& each :
         model->candidates->most_similar(*movie, static_cast<std::size_t>(query.n))) {
        const domain::Movie& found = model->ranking->movies()[each.movie];
        response.recommendations.push_back({found.id.value, found.title, found.genres, each.score});
    }
    return response;
}

}  // namespace neurec::application
