#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/scorer.hpp"
#include "infrastructure/baselines/choices.hpp"

namespace neurec::infrastructure::baselines {

/// The linear item-item model that reconstructs each user's choices from all the others (Steck
/// 2019, "Embarrassingly Shallow Autoencoders"): B = I − P · diag(P)⁻¹ with P = (XᵀX + λI)⁻¹; a
/// movie's score is the sum of B over the profile's choices.
class Ease : public domain::Scorer {
  public:
    /// Chosen movies up to which the dense matrices (400 MB each at this size) are made.
    static constexpr std::size_t kMostMovies = 10'000;

    /// `regularisation`: λ, above 0. More than kMostMovies movies that anybody chose: InvalidInput.
    /// O(movies³).
    Ease(const domain::Dataset& training, domain::Positives positives, double regularisation);
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    ProfileChoices profile_choices_;
    std::vector<domain::MovieIndex> chosen_;  ///< movies that anybody chose, ascending
    std::vector<std::uint32_t> row_;          ///< [movies]: position in chosen_, or kNoRow
    std::vector<float> weight_;               ///< [chosen × chosen]
};

}  // namespace neurec::infrastructure::baselines
