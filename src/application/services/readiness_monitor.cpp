#include "application/services/readiness_monitor.hpp"

#include <cstddef>
#include <exception>
#include <new>
#include <utility>

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

ReadinessMonitor::ReadinessMonitor(ModelProvider& models, domain::MovieRepository& movies,
                                   domain::StorageProbe& storage, domain::Logger& logger)
    : models_(models), movies_(movies), storage_(storage), logger_(logger) {}

void ReadinessMonitor::check() {
    {
        const std::lock_guard lock(mutex_);
        asked_at_ = std::chrono::steady_clock::now();
    }
    const DependencyCheck now = ask_database();
    std::optional<DependencyCheck> before = now;
    {
        const std::lock_guard lock(mutex_);
        std::swap(database_, before);
        asked_at_.reset();
    }
    log_change(before, now);
    models_.refresh();
}

DependencyCheck ReadinessMonitor::ask_database() {
    try {
        static_cast<void>(movies_.find(domain::MovieId{0}));
        if (const auto problem = storage_.write_problem())
            return {"degraded", "nothing can be stored: " + *problem};
        return {.status = "ok", .detail = std::nullopt};
    } catch (const std::exception& error) {
        return {"failed", error.what()};
    }
}

void ReadinessMonitor::log_change(const std::optional<DependencyCheck>& before,
                                  const DependencyCheck& now) {
    if (before ? before->status == now.status : now.status == "ok") return;
    if (now.status == "ok")
        logger_.write(domain::LogLevel::info, "database works again");
    else
        logger_.write(
            domain::LogLevel::error, "database does not work",
            {{"status", std::string_view(now.status)}, {"problem", std::string_view(*now.detail)}});
}

DependencyCheck ReadinessMonitor::database() const {
    const std::lock_guard lock(mutex_);
    if (asked_at_ && std::chrono::steady_clock::now() - *asked_at_ > kLongestSilence)
        return {"failed", "does not answer"};
    return database_.value_or(DependencyCheck{"failed", "not asked yet"});
}

Readiness ReadinessMonitor::readiness() const {
    Readiness result;
    result.checks["database"] = database();
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
