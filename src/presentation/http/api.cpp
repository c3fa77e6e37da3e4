#include "presentation/http/api.hpp"

#include <utility>

#include "presentation/http/controllers/health_controller.hpp"
#include "presentation/http/controllers/metrics_controller.hpp"
#include "presentation/http/controllers/movies_controller.hpp"
#include "presentation/http/controllers/recommendations_controller.hpp"

namespace neurec::presentation::http {

Api::Api(const ApiPorts& ports, std::string version)
    : models_(ports.models, ports.movies, ports.logger),
      monitor_(models_, ports.movies),
      recommend_(models_, ports.profiles, ports.movies, application::CandidateGenerator(),
                 ports.metrics),
      select_onboarding_movies_(models_),
      list_movies_(ports.movies),
      get_movie_(ports.movies),
      router_(ports.logger) {
    add_recommendation_routes(router_, recommend_, select_onboarding_movies_);
    add_movie_routes(router_, list_movies_, get_movie_);
    add_metrics_route(router_, ports.metrics, models_, version);
    add_health_routes(router_, monitor_, std::move(version));
    monitor_.check();
}

}  // namespace neurec::presentation::http
