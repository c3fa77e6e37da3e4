#include "application/use_cases/list_popular_movies.hpp"

#include <cstddef>

#include "application/services/unknown_genre.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] GenreFilter filter_for(const PopularMoviesQuery& query, const GenreTable& table) {
    if (!query.genre) return {table, {}};
    if (const auto genre = table.find(*query.genre)) return {table, {&*genre, 1}};
    throw InvalidRequest({unknown_genre({"query", "genre"}, *query.genre, table.names())});
}

}  // namespace

PopularMoviesResponse ListPopularMovies::operator()(const PopularMoviesQuery& query) const {
    const auto model = models_.require();
    const auto wanted = static_cast<std::size_t>(query.n);
    const GenreFilter filter = filter_for(query, model->genres);

    PopularMoviesResponse response;
    for (const domain::MovieIndex position : model->candidates->by_popularity()) {
        if (response.recommendations.size() == wanted) break;
        if (!filter(position)) continue;
        const domain::Movie& movie = model->ranking->movies()[position];
        response.recommendations.push_back(
            {movie.id.value, movie.title, movie.genres, model->ranking->likes()[position]});
    }
    return response;
}

}  // namespace neurec::application
