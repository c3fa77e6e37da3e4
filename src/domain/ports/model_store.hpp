#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/ports/candidate_index.hpp"
#include "domain/ports/model_trainer.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::domain {

/// What serving needs of one model, over one catalogue.
struct ServableModel {
    std::shared_ptr<const RankingModel> ranking;
    std::shared_ptr<const CandidateIndex> candidates;
};

/// What a model says of itself.
struct ModelDescription {
    std::string created_at;  ///< UTC, "2026-11-23T07:00:00Z"
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    TrainingOptions options;                ///< as they were in force
    TrainingReport report;                  ///< but for the model's id and folder
    std::map<std::string, double> metrics;  ///< by name, as "validation_ndcg@10"
};

/// The folder of models: `models/<id>/`, with `models/current` naming the active one.
class ModelStore {
  public:
    virtual ~ModelStore() = default;
    [[nodiscard]] virtual std::filesystem::path folder() const = 0;
    /// Ids of the complete models, the newest last. Folders left by an interrupted writer are not
    /// listed.
    [[nodiscard]] virtual std::vector<std::string> list() const = 0;
    [[nodiscard]] virtual std::optional<std::string> active() const = 0;
    /// Makes `models/current` name this model, atomically. NotFound for an id that is not there.
    virtual void activate(const std::string& id) = 0;
    /// Removes folders that an interrupted writer left behind.
    virtual void remove_leftovers() = 0;
    /// What a model says of itself, as JSON (docs/model-format.md): what it was trained on, how,
    /// and how well it did. NotFound where it is absent; Unavailable where it is damaged.
    [[nodiscard]] virtual std::string manifest(const std::string& id) const = 0;
    /// The same as manifest(), for programs. Errors as there.
    [[nodiscard]] virtual ModelDescription describe(const std::string& id) const = 0;
    /// Dataset::fingerprint() of the data that a model was trained on. Errors as of manifest().
    [[nodiscard]] virtual std::uint64_t training_data(const std::string& id) const = 0;
    /// Loads and verifies a model for the given catalogue. NotFound where it is absent;
    /// Unavailable, with what is wrong, where it is damaged or of a newer format.
    [[nodiscard]] virtual ServableModel load(const std::string& id,
                                             std::vector<Movie> catalogue) const = 0;
};

}  // namespace neurec::domain
