#include "presentation/http/controllers/movies_controller.hpp"

#include "application/dtos/accounts.hpp"

namespace neurec::presentation::http {

namespace {

constexpr std::string_view kMovie =
    R"j({"title":"A Trip to the Moon (1902)","genres":["Adventure","Sci-Fi"]})j";

void add_edits(Router& router, const application::EditMovies& edit) {
    using Create = Endpoint<None, None, application::MovieSchema>;
    router.add(
        Create::route({.method = Method::post,
                       .path = "/movies/",
                       .summary = "Add a movie; it can be recommended at once",
                       .tag = "movies",
                       .access = Access::admin_if_strict,
                       .status = 201,
                       .errors = {409},
                       .example = kMovie},
                      [&edit](const Create::CallType& call) { return edit.create(call.body); }));
    using Update = Endpoint<application::MoviePath, None, application::MovieSchema>;
    router.add(Update::route({.method = Method::put,
                              .path = "/movies/{movie_id}",
                              .summary = "Change a movie's title and genres",
                              .tag = "movies",
                              .access = Access::admin_if_strict,
                              .errors = {404},
                              .example = kMovie},
                             [&edit](const Update::CallType& call) {
                                 return edit.update(domain::MovieId{call.path.movie_id}, call.body);
                             }));
    using Delete = Endpoint<application::MoviePath>;
    router.add(Delete::route({.method = Method::delete_,
                              .path = "/movies/{movie_id}",
                              .summary = "Delete a movie with its ratings",
                              .tag = "movies",
                              .access = Access::admin_if_strict,
                              .errors = {404}},
                             [&edit](const Delete::CallType& call) {
                                 edit.remove(domain::MovieId{call.path.movie_id});
                                 return application::Message{"Movie deleted"};
                             }));
}

}  // namespace

void add_movie_routes(Router& router, const application::ListMovies& list_movies,
                      const application::GetMovie& get_movie,
                      const application::FindSimilarMovies& find_similar,
                      const application::EditMovies& edit) {
    add_edits(router, edit);
    using List = Endpoint<None, application::MovieListQuery>;
    router.add(List::route(
        {.path = "/movies/", .summary = "A page of the catalogue", .tag = "movies"},
        [&list_movies](const List::CallType& call) { return list_movies(call.query); }));
    using Get = Endpoint<application::MoviePath>;
    router.add(Get::route(
        {.path = "/movies/{movie_id}", .summary = "One movie", .tag = "movies", .errors = {404}},
        [&get_movie](const Get::CallType& call) { return get_movie(call.path); }));
    using Similar = Endpoint<application::MoviePath, application::SimilarMoviesQuery>;
    router.add(Similar::route({.path = "/movies/{movie_id}/similar",
                               .summary = "The movies most like this one",
                               .tag = "movies",
                               .errors = {404}},
                              [&find_similar](const Similar::CallType& call) {
                                  return find_similar(call.path, call.query);
                              }));
}

}  // namespace neurec::presentation::http
