#pragma once

#include <string>

#include "application/services/model_provider.hpp"
#include "application/services/readiness_monitor.hpp"
#include "application/use_cases/get_movie.hpp"
#include "application/use_cases/list_movies.hpp"
#include "application/use_cases/recommend_for_profile.hpp"
#include "application/use_cases/select_onboarding_movies.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/repositories.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// The ports that the API is built over; they must outlive it and be thread-safe.
struct ApiPorts {
    domain::ModelStore& models;
    domain::MovieRepository& movies;
    domain::UserProfileRepository& profiles;
    domain::Logger& logger;
    domain::Metrics& metrics = domain::no_metrics();
};

/// Everything that the server answers: the use cases and the routes to them.
class Api {
  public:
    /// Loads the active model, if there is one that can be loaded.
    Api(const ApiPorts& ports, std::string version);
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    [[nodiscard]] const Router& router() const { return router_; }
    [[nodiscard]] application::ModelProvider& models() { return models_; }
    [[nodiscard]] application::ReadinessMonitor& monitor() { return monitor_; }

  private:
    application::ModelProvider models_;
    application::ReadinessMonitor monitor_;
    application::RecommendForProfile recommend_;
    application::SelectOnboardingMovies select_onboarding_movies_;
    application::ListMovies list_movies_;
    application::GetMovie get_movie_;
    Router router_;
};

}  // namespace neurec::presentation::http
