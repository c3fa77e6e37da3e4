#pragma once

#include <span>

#include "domain/models/user_profile.hpp"

namespace neurec::domain {

/// Whatever ranks the movies of one data set for a person: a baseline, or a trained model behind an
/// adapter. Made fitted; immutable and thread-safe.
class Scorer {
  public:
    virtual ~Scorer() = default;
    /// out[i]: how strongly movie i (by the data set's positions) is recommended to `profile`;
    /// higher is better, on any scale. Every element is written. Ratings of movies outside the data
    /// set are left out. `out`: [movies].
    virtual void score(const UserProfile& profile, std::span<float> out) const = 0;
    /// Whether scores are probabilities (0..1) that the person would like the movie, so that their
    /// calibration can be measured.
    [[nodiscard]] virtual bool gives_probabilities() const { return false; }
};

}  // namespace neurec::domain
