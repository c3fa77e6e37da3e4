#include "presentation/http/controllers/metrics_controller.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace neurec::presentation::http {

namespace {

using domain::Measurement;

[[nodiscard]] Measurement build_info(const std::string& version) {
    return {"neurec_build_info",
            "Which program this is; always 1.",
            {{"version", version}, {"compiler", __VERSION__}},
            1};
}

void append_model(std::vector<Measurement>& out, const application::ModelState& state) {
    out.push_back({"neurec_model_generation",
                   "Models taken up since the start.",
                   {},
                   static_cast<double>(state.generation),
                   Measurement::Kind::counter});
    out.push_back({"neurec_model_is_active",
                   "1 where the model that is served is the active one, else 0.",
                   {},
                   state.problem.empty() && !state.served.empty() ? 1.0 : 0.0});
    if (state.served.empty()) return;
    const std::chrono::duration<double> age = std::chrono::steady_clock::now() - state.loaded_at;
    out.push_back(
        {"neurec_model_age_seconds", "For how long this model has been served.", {}, age.count()});
    out.push_back(
        {"neurec_model_info", "Which model is served; always 1.", {{"model", state.served}}, 1});
}

void append_database(std::vector<Measurement>& out, const application::DependencyCheck& database) {
    out.push_back({"neurec_database_is_readable",
                   "1 where the database answers, else 0.",
                   {},
                   database.status != "failed" ? 1.0 : 0.0});
    out.push_back({"neurec_database_is_writable",
                   "1 where the database answers and takes what is to be stored, else 0.",
                   {},
                   database.status == "ok" ? 1.0 : 0.0});
}

}  // namespace

void add_metrics_route(Router& router, const domain::Metrics& metrics,
                       const application::ModelProvider& models,
                       const application::ReadinessMonitor& monitor, const std::string& version) {
    Route route;
    route.info = {.path = "/metrics",
                  .summary = "Counters and durations, in Prometheus' text format",
                  .tag = "operators",
                  .answered_at_once = true};
    route.describe = [](json::Schemas&) {
        return RouteTypes{.answer_type = "text/plain", .answer = {{"type", "string"}}};
    };
    route.handle = [&metrics, &models, &monitor, build = build_info(version)](
                       const Request&, const auto&, const auto&, const AccessControl*) {
        std::vector<Measurement> now{build};
        append_model(now, models.state());
        append_database(now, monitor.database());
        Response response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = metrics.exposition(now);
        return response;
    };
    router.add(std::move(route));
}

}  // namespace neurec::presentation::http
