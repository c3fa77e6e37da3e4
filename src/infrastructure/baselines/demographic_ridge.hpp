#pragma once

#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::infrastructure::baselines {

/// What people of the same age, gender and occupation choose: for each movie a ridge regression
/// (Hoerl and Kennard 1970) of "chose it" on the 29 demographic features that the model reads,
/// about their means, so that an unknown part counts as the average person's and a wholly unknown
/// person gets plain popularity.
class DemographicRidge : public domain::Scorer {
  public:
    /// `regularisation`: λ, above 0. O(users × features² + choices × features).
    DemographicRidge(const domain::Dataset& training, domain::Positives positives,
                     double regularisation);
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    std::vector<float> mean_feature_;  ///< [29]
    std::vector<float> share_;         ///< [movies]: share of the users who chose it
    std::vector<float> weight_;        ///< [29 × movies]
};

}  // namespace neurec::infrastructure::baselines
