#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/scorer.hpp"
#include "infrastructure/baselines/choices.hpp"

namespace neurec::infrastructure::baselines {

/// Movies chosen by the same people (Sarwar et al. 2001): a movie's score is the sum of its
/// similarities to the profile's choices that are among its nearest neighbours. Similarity of i and
/// j: (users who chose both) / (√(choosers of i · choosers of j) + shrinkage), which distrusts
/// pairs that few people know.
class ItemKnn : public domain::Scorer {
  public:
    /// Keeps the `neighbours` most similar movies of each (ties: the lower position). O(Σ choices
    /// of a user²).
    ItemKnn(const domain::Dataset& training, domain::Positives positives, double shrinkage,
            std::size_t neighbours);
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    struct Link {
        domain::MovieIndex movie;
        float similarity;
    };
    ProfileChoices profile_choices_;
    std::vector<std::size_t> offsets_;  ///< [movies + 1]
    std::vector<Link> links_;           ///< by neighbour: the movies that have it as a neighbour
};

}  // namespace neurec::infrastructure::baselines
