#include "presentation/http/controllers/ratings_controller.hpp"

#include "application/dtos/accounts.hpp"

namespace neurec::presentation::http {

void add_rating_routes(Router& router, const application::RateMovies& rate,
                       const application::OwnRatings& own) {
    using Rate = Endpoint<None, None, std::vector<application::RatingSchema>>;
    router.add(
        Rate::route({.method = Method::post,
                     .path = "/ratings/",
                     .summary = "Rate movies, all or none; a rating replaces the one before",
                     .tag = "ratings",
                     .access = Access::account_if_strict,
                     .status = 201,
                     .takes_bulk = true,
                     .errors = {403},
                     .example = R"([{"user_id":6041,"movie_id":1,"rating":4.5}])"},
                    [&rate](const Rate::CallType& call) { return rate(call.caller, call.body); }));
    using List = Endpoint<None, application::PageQuery>;
    router.add(List::route(
        {.path = "/users/me/ratings",
         .summary = "A page of one's own ratings",
         .tag = "ratings",
         .access = Access::account},
        [&own](const List::CallType& call) { return own.list(*call.caller.user, call.query); }));
    using Delete = Endpoint<application::RatingPath>;
    router.add(Delete::route({.method = Method::delete_,
                              .path = "/ratings/{rating_id}",
                              .summary = "Take one's rating back",
                              .tag = "ratings",
                              .access = Access::account,
                              .errors = {403, 404}},
                             [&own](const Delete::CallType& call) {
                                 own.remove(call.caller, call.path);
                                 return application::Message{"Rating deleted"};
                             }));
}

}  // namespace neurec::presentation::http
