#include "application/services/readiness_monitor.hpp"

#include <cstddef>
#include <exception>
#include <new>

namespace neurec::application {

namespace {

/// A database that needs longer for one row cannot be worked with.
constexpr std::chrono::seconds kLongestSilence{2};

/// Whether a password could be hashed now: nothing else of the server's needs so much at once.
[[nodiscard]] bool has_memory_for_a_login() {
    constexpr std::size_t kBytes = std::size_t{64} << 20U;
    void* const memory = ::operator new(kBytes, std::nothrow);
    ::operator delete(memory);
    return memory != nullptr;
}

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
    {
        const std::lock_guard lock(mutex_);
        asked_at_ = std::chrono::steady_clock::now();
    }
    const DependencyCheck database = ask_database();
    {
        const std::lock_guard lock(mutex_);
        database_ = database;
        asked_at_.reset();
    }
    models_.refresh();
}

DependencyCheck ReadinessMonitor::ask_database() {
    try {
        static_cast<void>(movies_.find(domain::MovieId{0}));
        return {.status = "ok", .detail = std::nullopt};
    } catch (const std::exception& error) {
        return {"failed", error.what()};
    }
}

Readiness ReadinessMonitor::readiness() const {
    Readiness result;
    {
        const std::lock_guard lock(mutex_);
        const bool is_silent =
            asked_at_ && std::chrono::steady_clock::now() - *asked_at_ > kLongestSilence;
        result.checks["database"] =
            is_silent ? DependencyCheck{"failed", "does not answer"} : database_;
    }
    result.checks["model"] = check_of(models_.state());
    if (!has_memory_for_a_login())
        result.checks["memory"] = {"degraded", "not enough for checking a password: 64 MiB"};
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
