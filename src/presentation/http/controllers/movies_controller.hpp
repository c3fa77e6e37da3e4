#pragma once

#include "application/use_cases/edit_movies.hpp"
#include "application/use_cases/find_similar_movies.hpp"
#include "application/use_cases/get_movie.hpp"
#include "application/use_cases/list_movies.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /movies/, /movies/{movie_id} and what is similar to it. The use cases must outlive the router.
void add_movie_routes(Router& router, const application::ListMovies& list_movies,
                      const application::GetMovie& get_movie,
                      const application::FindSimilarMovies& find_similar,
                      const application::EditMovies& edit);

}  // namespace neurec::presentation::http
