#pragma once

#include <memory>
#include <span>

#include "domain/ports/ranking_model.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::application {

/// A trained model as one method among others, scored exactly as it is served.
class ModelScorer : public domain::Scorer {
  public:
    /// `model` must be over exactly `movies`, in that order: std::invalid_argument otherwise.
    ModelScorer(std::shared_ptr<const domain::RankingModel> model,
                std::span<const domain::Movie> movies);

    void score(const domain::UserProfile& profile, std::span<float> out) const override;
    [[nodiscard]] bool gives_probabilities() const override { return true; }
    [[nodiscard]] const domain::RankingModel& model() const { return *model_; }

  private:
    std::shared_ptr<const domain::RankingModel> model_;
};

}  // namespace neurec::application
