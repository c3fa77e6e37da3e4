#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "application/services/served_model.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// How it stands with the model that is served.
struct ModelState {
    std::string served;  ///< its id; empty: none
    /// Why the active model is not the one that is served, or not over the stored catalogue; empty:
    /// it is.
    std::string problem;
    std::uint64_t generation = 0;  ///< how many models have been taken up, this one included
    std::chrono::steady_clock::time_point loaded_at{};  ///< when this one was
};

/// Holds the model that requests use, and follows `models/current`. Thread-safe: requests take the
/// current model while refresh() loads another beside it; the old one goes when its last request
/// ends.
class ModelProvider {
  public:
    /// Loads nothing yet. The ports must outlive it.
    ModelProvider(domain::ModelStore& store, domain::MovieRepository& movies,
                  domain::Logger& logger);

    /// The model to use for one whole request, or null where there is none yet.
    [[nodiscard]] std::shared_ptr<const ServedModel> current() const;
    /// As current(); Unavailable, with what to do, where there is none.
    [[nodiscard]] std::shared_ptr<const ServedModel> require() const;

    /// Serves the active model over the stored catalogue, where either is another than those that
    /// are served. A model that cannot be loaded is logged once and tried again after a while; what
    /// was served goes on being served, and goes on following the catalogue. So it does where the
    /// database is away. Throws nothing but std::bad_alloc.
    void refresh();
    /// As refresh(), but loads model and catalogue anew even where the active model is the one that
    /// is served.
    void reload();
    /// Makes this model the active one and serves it, or changes nothing: NotFound for an id that
    /// is not there, Conflict where it cannot be served, Unavailable where the database is away.
    void activate(const std::string& id);

    [[nodiscard]] ModelState state() const;

  private:
    /// Of a model that could not be loaded.
    struct Refusal {
        std::string problem;
        int refreshes_until_retry = 0;
    };

    void follow();
    [[nodiscard]] std::optional<std::uint64_t> stored_catalogue_version();
    [[nodiscard]] std::string take_up(const std::string& id,
                                      std::optional<std::uint64_t> catalogue_version);
    void serve(const std::string& id, std::uint64_t catalogue_version,
               std::shared_ptr<const ServedModel> model);
    void remember_problem(const std::string& problem);

    domain::ModelStore& store_;
    domain::MovieRepository& movies_;
    domain::Logger& logger_;

    std::mutex refreshing_;                    ///< one change at a time; guards what follows
    std::map<std::string, Refusal> refusals_;  ///< by the model's id
    /// The one that is served, or one before it; nothing where it is to be read anew.
    std::optional<std::uint64_t> catalogue_version_;

    mutable std::mutex state_mutex_;  ///< guards what follows
    std::shared_ptr<const ServedModel> current_;
    ModelState state_;
};

}  // namespace neurec::application
