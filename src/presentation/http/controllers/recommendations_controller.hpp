#pragma once

#include "application/use_cases/list_popular_movies.hpp"
#include "application/use_cases/recommend_for_profile.hpp"
#include "application/use_cases/select_onboarding_movies.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /recommendations/cold-start, /me, /popular and /onboarding-movies. The use cases must outlive
/// the router.
void add_recommendation_routes(Router& router, const application::RecommendForProfile& recommend,
                               const application::ListPopularMovies& list_popular,
                               const application::SelectOnboardingMovies& select_onboarding_movies);

}  // namespace neurec::presentation::http
