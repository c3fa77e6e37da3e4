#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "application/dtos/health.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/repositories.hpp"
#include "domain/ports/storage_probe.hpp"

namespace neurec::application {

/// Knows whether this process should be sent requests. check() asks what may block (database, model
/// folder), about twice a second; the answers come from what it found, so that probes stay fast
/// when a dependency does not. Logs each change of the database's state. Thread-safe.
class ReadinessMonitor {
  public:
    /// All must outlive it.
    ReadinessMonitor(ModelProvider& models, domain::MovieRepository& movies,
                     domain::StorageProbe& storage, domain::Logger& logger);

    /// Takes up a newly activated model and asks the database. Throws nothing but std::bad_alloc.
    void check();
    /// From now on "not ready": the process is about to end.
    void begin_shutdown() noexcept { shutting_down_ = true; }

    /// "not ready" where the database or a model is missing or the process is ending; "degraded"
    /// where nothing can be stored, it serves another model than the active one, or has no memory
    /// for checking a password.
    [[nodiscard]] Readiness readiness() const;
    /// "ok", "degraded" where nothing can be stored, or "failed".
    [[nodiscard]] DependencyCheck database() const;
    /// Whether recommendations can be made now.
    [[nodiscard]] EngineHealth engine_health() const;

  private:
    [[nodiscard]] DependencyCheck ask_database();
    void log_change(const std::optional<DependencyCheck>& before, const DependencyCheck& now);

    ModelProvider& models_;
    domain::MovieRepository& movies_;
    domain::StorageProbe& storage_;
    domain::Logger& logger_;
    std::atomic<bool> shutting_down_ = false;
    mutable std::mutex mutex_;                 ///< guards what follows
    std::optional<DependencyCheck> database_;  ///< nothing before it was asked
    /// Since when an answer has been awaited.
    std::optional<std::chrono::steady_clock::time_point> asked_at_;
};

}  // namespace neurec::application
