#include "presentation/http/controllers/movies_controller.hpp"

namespace neurec::presentation::http {

void add_movie_routes(Router& router, const application::ListMovies& list_movies,
                      const application::GetMovie& get_movie) {
    using List = Endpoint<None, application::MovieListQuery>;
    router.add(List::route(
        {.path = "/movies/", .summary = "A page of the catalogue", .tag = "movies"},
        [&list_movies](const List::CallType& call) { return list_movies(call.query); }));
    using Get = Endpoint<application::MoviePath>;
    router.add(
        Get::route({.path = "/movies/{movie_id}", .summary = "One movie", .tag = "movies"},
                   [&get_movie](const Get::CallType& call) { return get_movie(call.path); }));
}

}  // namespace neurec::presentation::http
