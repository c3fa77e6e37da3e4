#include "presentation/http/controllers/recommendations_controller.hpp"

namespace neurec::presentation::http {

void add_recommendation_routes(
    Router& router, const application::RecommendForProfile& recommend,
    const application::ListPopularMovies& list_popular,
    const application::SelectOnboardingMovies& select_onboarding_movies) {
    using ColdStart = Endpoint<None, None, application::NewUserRecommendationRequest>;
    router.add(ColdStart::route(
        {.method = Method::post,
         .path = "/recommendations/cold-start",
         .summary = "Movies for a known user, or for somebody of whom the request tells",
         .tag = "recommendations",
         .access = Access::anyone_about_themselves,
         .takes_bulk = true,
         .errors = {404},
         .example = R"({"age":25,"gender":"F","num_recommendations":5,)"
                    R"("ratings":[{"movie_id":1,"rating":5},{"movie_id":260,"rating":4}]})"},
        [&recommend](const ColdStart::CallType& call) { return recommend(call.body); }));
    using Own = Endpoint<None, application::OwnRecommendationsQuery>;
    router.add(Own::route({.path = "/recommendations/me",
                           .summary = "Movies for whoever's token this is",
                           .tag = "recommendations",
                           .access = Access::account},
                          [&recommend](const Own::CallType& call) {
                              return recommend(*call.caller.user, call.query);
                          }));
    using Popular = Endpoint<None, application::PopularMoviesQuery>;
    router.add(Popular::route(
        {.path = "/recommendations/popular",
         .summary = "The most liked movies, of a genre or of all",
         .tag = "recommendations"},
        [&list_popular](const Popular::CallType& call) { return list_popular(call.query); }));
    using Onboarding = Endpoint<None, application::OnboardingQuery>;
    router.add(
        Onboarding::route({.path = "/recommendations/onboarding-movies",
                           .summary = "The most liked movies of each genre, for a newcomer to rate",
                           .tag = "recommendations"},
                          [&select_onboarding_movies](const Onboarding::CallType& call) {
                              return select_onboarding_movies(call.query);
                          }));
}

}  // namespace neurec::presentation::http
