#include "application/services/readiness_monitor.hpp"

#include <exception>

namespace neurec::application {

namespace {

[[nodiscard]] DependencyCheck check_of(const ModelState& state) {
    if (state.served.empty())
        return {"failed", state.problem.empty()
                              ? "no model is active; train one with `neurec train`"
                              : state.problem};
    if (!state.problem.empty())
        return {"degraded", "serving " + state.served + ": " + state.problem};
    return {"ok", state.served};
}

}  // namespace

ReadinessMonitor::ReadinessMonitor(ModelProvider& models, domain::MovieRepository& movies)
    : models_(models), movies_(movies) {}

void ReadinessMonitor::check() {
    DependencyCheck database{.status = "ok", .detail = std::nullopt};
    try {
        static_cast<void>(movies_.find(domain::MovieId{0}));
    } catch (const std::exception& error) {
        database = {"failed", error.what()};
    }
    {
        const std::lock_guard lock(mutex_);
        database_ = database;
    }
    models_.refresh();
}

Readiness ReadinessMonitor::readiness() const {
    Readiness result;
    {
        const std::lock_guard lock(mutex_);
        result.checks["database"] = database_;
    }
    result.checks["model"] = check_of(models_.state());
    if (shutting_down_) result.checks["process"] = {"failed", "shutting down"};

    result.status = "ready";
    for (const auto& [name, check] : result.checks) {
        if (check.status == "failed") result.status = "not ready";
        if (check.status == "degraded" && result.status == "ready") result.status = "degraded";
    }
    return result;
}

EngineHealth ReadinessMonitor::engine_health() const {
    EngineHealth health;
    const ModelState state = models_.state();
    const bool is_healthy = !state.served.empty();
    health.status = is_healthy ? "healthy" : "unavailable";
    health.message = is_healthy ? "Recommendations come from model " + state.served + "."
                                : "No model is loaded yet; train one with `neurec train`.";
    return health;
}

}  // namespace neurec::application
