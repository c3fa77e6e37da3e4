#pragma once

#include <memory>
#include <span>

#include "application/services/genre_table.hpp"
#include "domain/models/dataset.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::application {

/// Another scorer's ranking, the head of it re-ordered as requests with `diversity` have theirs:
/// the first ten of the hundred best movies that the profile has not rated. Scores are places in
/// that order, not probabilities.
class DiversifiedScorer : public domain::Scorer {
  public:
    /// `scorer`, `data` and `genres` must outlive it; `data` and `genres` are those of the scorer's
    /// movies. `diversity`: 0..1.
    DiversifiedScorer(const domain::Scorer& scorer, const domain::Dataset& data,
                      const GenreTable& genres, double diversity)
        : scorer_(scorer), data_(data), genres_(genres), diversity_(diversity) {}

    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    const domain::Scorer& scorer_;
    const domain::Dataset& data_;
    const GenreTable& genres_;
    double diversity_;
};

}  // namespace neurec::application
