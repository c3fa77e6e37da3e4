#include "presentation/http/api.hpp"

#include <memory>
#include <utility>

#include "presentation/http/controllers/accounts_controller.hpp"
#include "presentation/http/controllers/admin_controller.hpp"
#include "presentation/http/controllers/health_controller.hpp"
#include "presentation/http/controllers/metrics_controller.hpp"
#include "presentation/http/controllers/movies_controller.hpp"
#include "presentation/http/controllers/ratings_controller.hpp"
#include "presentation/http/controllers/recommendations_controller.hpp"
#include "presentation/http/controllers/session_controller.hpp"
#include "presentation/http/openapi.hpp"
#include "presentation/http/server_metrics.hpp"

namespace neurec::presentation::http {

Api::Api(const ApiPorts& ports, const std::string& version, const AccessRules& rules,
         const WebFolders& pages, std::filesystem::path reports, RootPath root)
    : models_(ports.models, ports.movies, ports.logger),
      monitor_(models_, ports.movies, ports.storage, ports.logger),
      recommend_(models_, ports.profiles, ports.movies, ports.clock,
                 application::CandidateGenerator(), ports.metrics),
      list_popular_movies_(models_),
      select_onboarding_movies_(models_),
      list_movies_(ports.movies),
      get_movie_(ports.movies),
      find_similar_movies_(models_, ports.movies),
      edit_movies_(ports.movie_editor, ports.movies, models_),
      check_password_(ports.accounts, ports.hasher, throttle_),
      log_in_(ports.accounts, ports.hasher, ports.tokens, check_password_),
      create_user_(ports.accounts, ports.hasher, ports.common_passwords),
      update_user_(ports.accounts, ports.hasher, ports.common_passwords),
      change_user_(ports.accounts, check_password_),
      change_password_(ports.accounts, ports.hasher, ports.common_passwords, ports.tokens,
                       check_password_),
      browse_users_(ports.accounts),
      rate_movies_(ports.ratings, ports.clock),
      own_ratings_(ports.ratings),
      report_statistics_(ports.movie_statistics, ports.metrics, models_, kRequestDurations),
      manage_models_(ports.models, models_),
      training_jobs_(ports.training, models_, ports.clock, ports.logger, ports.metrics),
      evaluations_(std::move(reports)),
      authenticator_(ports.accounts, ports.tokens),
      access_(authenticator_, rules),
      router_(ports.logger, &access_, std::move(root)) {
    add_recommendation_routes(router_, recommend_, list_popular_movies_, select_onboarding_movies_);
    add_movie_routes(router_, list_movies_, get_movie_, find_similar_movies_, edit_movies_);
    add_account_routes(router_, log_in_, create_user_, update_user_, change_user_, change_password_,
                       browse_users_);
    add_session_routes(router_, log_in_, authenticator_);
    add_rating_routes(router_, rate_movies_, own_ratings_);
    add_admin_routes(router_, report_statistics_, manage_models_, training_jobs_, evaluations_);
    add_metrics_route(router_, ports.metrics, models_, monitor_, version);
    add_health_routes(router_, monitor_, version);
    add_openapi_route(router_, version, rules.enforcement);
    router_.set_fallback([website = std::make_shared<const Website>(pages, router_.first_segments(),
                                                                    router_.root())](
                             const Request& request, const Target& target) {
        return website->answer(request, target);
    });
    monitor_.check();
}

void Api::begin_shutdown() {
    monitor_.begin_shutdown();
    training_jobs_.stop();
}

}  // namespace neurec::presentation::http
