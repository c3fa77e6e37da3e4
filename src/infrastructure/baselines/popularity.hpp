#pragma once

#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::infrastructure::baselines {

/// How many users chose each movie; the same for everyone.
class Popularity : public domain::Scorer {
  public:
    Popularity(const domain::Dataset& training, domain::Positives positives);
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    std::vector<float> count_;
};

}  // namespace neurec::infrastructure::baselines
