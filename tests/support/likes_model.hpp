#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/model_trainer.hpp"

namespace neurec::tests {

/// A model that gives each movie its share of likes in what it was trained on: the simplest one
/// whose scores are probabilities.
class LikesModel : public domain::RankingModel {
  public:
    LikesModel(std::string id, const domain::Dataset& training)
        : id_(std::move(id)),
          movies_(training.movies()),
          likes_(training.likes_per_movie()),
          training_data_(training.fingerprint()) {
        for (const std::uint32_t likes : likes_)
            probability_.push_back(static_cast<float>(likes) /
                                   static_cast<float>(training.users().size()));
    }

    [[nodiscard]] std::string_view id() const override { return id_; }
    /// Fingerprint of what it was trained on.
    [[nodiscard]] std::uint64_t training_data() const { return training_data_; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return movies_; }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(domain::MovieId id) const override {
        const auto found = std::ranges::find(movies_, id, &domain::Movie::id);
        if (found == movies_.end()) return std::nullopt;
        return static_cast<domain::MovieIndex>(found - movies_.begin());
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return likes_; }
    [[nodiscard]] domain::EncodedUser encode(
        const domain::UserProfile& /*profile*/) const override {
        return {};
    }
    void score_all(const domain::EncodedUser& /*user*/, std::span<float> out) const override {
        std::ranges::copy(probability_, out.begin());
    }
    void score(const domain::EncodedUser& /*user*/, std::span<const domain::MovieIndex> candidates,
               std::span<float> out) const override {
        std::ranges::transform(candidates, out.begin(),
                               [this](domain::MovieIndex movie) { return probability_[movie]; });
    }

  private:
    std::string id_;
    std::vector<domain::Movie> movies_;
    std::vector<std::uint32_t> likes_;
    std::uint64_t training_data_;
    std::vector<float> probability_;
};

/// Trains LikesModels and keeps them in memory, whatever the folder; remembers what it was asked.
class LikesTrainer : public domain::ModelTrainer {
  public:
    domain::TrainingReport train(const domain::Dataset& data,
                                 const domain::TrainingOptions& options,
                                 const std::filesystem::path& models,
                                 domain::ProgressReporter& /*progress*/,
                                 const domain::StopToken& /*stop*/) override {
        training_fingerprints.push_back(data.fingerprint());
        asked.push_back(options);
        const std::string id = "likes-" + std::to_string(trained.size());
        trained.push_back(std::make_shared<LikesModel>(id, data));
        domain::TrainingReport report;
        report.model_id = id;
        report.model_folder = models / id;
        return report;
    }

    std::vector<std::uint64_t> training_fingerprints;
    std::vector<domain::TrainingOptions> asked;
    std::vector<std::shared_ptr<const LikesModel>> trained;
};

/// A store of the models that a LikesTrainer has trained.
class LikesModelStore : public domain::ModelStore {
  public:
    explicit LikesModelStore(const LikesTrainer& trainer) : trainer_(trainer) {}

    [[nodiscard]] std::filesystem::path folder() const override { return {}; }
    [[nodiscard]] std::vector<std::string> list() const override { return {}; }
    [[nodiscard]] std::optional<std::string> active() const override { return std::nullopt; }
    void activate(const std::string& /*id*/) override {}
    void remove_leftovers() override {}
    [[nodiscard]] std::string manifest(const std::string& /*id*/) const override { return "{}"; }
    [[nodiscard]] domain::ModelDescription describe(const std::string& /*id*/) const override {
        return {};
    }
    [[nodiscard]] std::uint64_t training_data(const std::string& id) const override {
        return find(id)->training_data();
    }
    [[nodiscard]] domain::ServableModel load(
        const std::string& id, std::vector<domain::Movie> /*catalogue*/) const override {
        return {find(id), nullptr};
    }

  private:
    [[nodiscard]] std::shared_ptr<const LikesModel> find(const std::string& id) const {
        return *std::ranges::find(trainer_.trained, id, &LikesModel::id);
    }

    const LikesTrainer& trainer_;
};

}  // namespace neurec::tests
