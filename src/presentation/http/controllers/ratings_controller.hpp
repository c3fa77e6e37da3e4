#pragma once

#include "application/use_cases/rate_movies.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /ratings and /users/me/ratings. The use cases must outlive the router.
void add_rating_routes(Router& router, const application::RateMovies& rate,
                       const application::OwnRatings& own);

}  // namespace neurec::presentation::http
