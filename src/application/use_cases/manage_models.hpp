#pragma once

#include <optional>
#include <string>

#include "application/dtos/models.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/model_store.hpp"

namespace neurec::application {

/// Looks at the trained models and chooses the one that is served. Thread-safe.
class ManageModels {
  public:
    /// Both must outlive it.
    ManageModels(domain::ModelStore& store, ModelProvider& provider)
        : store_(store), provider_(provider) {}

    /// The newest last; a damaged one says so.
    [[nodiscard]] ModelList list() const;
    /// This server serves it when this returns, others within seconds. NotFound for an id that is
    /// not there; Conflict where it cannot be served, Unavailable where the database is away: then
    /// the former one stays active.
    [[nodiscard]] ModelPublic activate(const std::string& id);

  private:
    [[nodiscard]] ModelPublic look_at(const std::string& id) const;
    [[nodiscard]] std::optional<std::string> active() const;

    domain::ModelStore& store_;
    ModelProvider& provider_;
};

}  // namespace neurec::application
