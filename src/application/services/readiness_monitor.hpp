#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "application/dtos/health.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// Knows whether this process should be sent requests. check() asks what may block (database, model
/// folder), about twice a second; the answers come from what it found, so that probes stay fast
/// when a dependency does not. Thread-safe.
class ReadinessMonitor {
  public:
    ReadinessMonitor(ModelProvider& models, domain::MovieRepository& movies);

    /// Takes up a newly activated model and asks the database. Throws nothing but std::bad_alloc.
    void check();
    /// From now on "not ready": the process is about to end.
    void begin_shutdown() noexcept { shutting_down_ = true; }

    /// "not ready" where the database or a model is missing or the process is ending; "degraded"
    /// where it serves another model than the active one, or has no memory for checking a password.
    [[nodiscard]] Readiness readiness() const;
    /// Whether recommendations can be made now.
    [[nodiscard]] EngineHealth engine_health() const;

  private:
    [[nodiscard]] DependencyCheck ask_database();

    ModelProvider& models_;
    domain::MovieRepository& movies_;
    std::atomic<bool> shutting_down_ = false;
    mutable std::mutex mutex_;
    DependencyCheck database_{.status = "failed",
                              .detail = "not asked yet"};  ///< guarded by mutex_
    /// Since when an answer has been awaited; guarded by mutex_.
    std::optional<std::chrono::steady_clock::time_point> asked_at_;
};

}  // namespace neurec::application
