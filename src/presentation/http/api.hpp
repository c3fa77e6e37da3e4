#pragma once

#include <filesystem>
#include <string>

#include "application/services/authenticator.hpp"
#include "application/services/login_throttle.hpp"
#include "application/services/model_provider.hpp"
#include "application/services/password_check.hpp"
#include "application/services/readiness_monitor.hpp"
#include "application/services/training_jobs.hpp"
#include "application/use_cases/edit_movies.hpp"
#include "application/use_cases/find_similar_movies.hpp"
#include "application/use_cases/get_movie.hpp"
#include "application/use_cases/list_movies.hpp"
#include "application/use_cases/list_popular_movies.hpp"
#include "application/use_cases/log_in.hpp"
#include "application/use_cases/manage_models.hpp"
#include "application/use_cases/manage_users.hpp"
#include "application/use_cases/rate_movies.hpp"
#include "application/use_cases/recommend_for_profile.hpp"
#include "application/use_cases/report_statistics.hpp"
#include "application/use_cases/select_onboarding_movies.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/common_passwords.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/movie_editor.hpp"
#include "domain/ports/movie_statistics.hpp"
#include "domain/ports/password_hasher.hpp"
#include "domain/ports/rating_repository.hpp"
#include "domain/ports/repositories.hpp"
#include "domain/ports/storage_probe.hpp"
#include "domain/ports/token_service.hpp"
#include "domain/ports/training_program.hpp"
#include "presentation/http/access_control.hpp"
#include "presentation/http/evaluation_reports.hpp"
#include "presentation/http/router.hpp"
#include "presentation/http/website.hpp"

namespace neurec::presentation::http {

/// The ports that the API is built over; they must outlive it and be thread-safe.
struct ApiPorts {
    domain::ModelStore& models;
    domain::MovieRepository& movies;
    domain::MovieEditor& movie_editor;
    domain::UserProfileRepository& profiles;
    domain::AccountRepository& accounts;
    domain::RatingRepository& ratings;
    domain::StorageProbe& storage;
    domain::PasswordHasher& hasher;
    const domain::CommonPasswords& common_passwords;
    domain::TokenService& tokens;
    const domain::Clock& clock;
    domain::MovieStatistics& movie_statistics;
    domain::TrainingProgram& training;
    domain::Logger& logger;
    domain::Metrics& metrics = domain::no_metrics();
};

/// Everything that the server answers: the use cases and the routes to them.
class Api {
  public:
    /// Loads the active model, if there is one that can be loaded, and the pages. InvalidInput for
    /// folders that are none of pages.
    /// `reports`: where `neurec evaluate` leaves its reports. `root`: the path below which a proxy
    /// publishes the server.
    Api(const ApiPorts& ports, const std::string& version, const AccessRules& rules = {},
        const WebFolders& pages = {}, std::filesystem::path reports = {}, RootPath root = {});
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    [[nodiscard]] const Router& router() const { return router_; }
    [[nodiscard]] application::ModelProvider& models() { return models_; }
    [[nodiscard]] application::ReadinessMonitor& monitor() { return monitor_; }
    /// The process is about to end: it is not ready any more, and trains nothing.
    void begin_shutdown();

  private:
    application::ModelProvider models_;
    application::ReadinessMonitor monitor_;
    application::RecommendForProfile recommend_;
    application::ListPopularMovies list_popular_movies_;
    application::SelectOnboardingMovies select_onboarding_movies_;
    application::ListMovies list_movies_;
    application::GetMovie get_movie_;
    application::FindSimilarMovies find_similar_movies_;
    application::EditMovies edit_movies_;
    application::LoginThrottle throttle_;
    application::PasswordCheck check_password_;
    application::LogIn log_in_;
    application::CreateUser create_user_;
    application::UpdateUser update_user_;
    application::ChangeUser change_user_;
    application::ChangePassword change_password_;
    application::BrowseUsers browse_users_;
    application::RateMovies rate_movies_;
    application::OwnRatings own_ratings_;
    application::ReportStatistics report_statistics_;
    application::ManageModels manage_models_;
    application::TrainingJobs training_jobs_;
    EvaluationReports evaluations_;
    application::Authenticator authenticator_;
    AccessControl access_;
    Router router_;
};

}  // namespace neurec::presentation::http
