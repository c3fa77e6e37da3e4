#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "domain/models/dataset.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::infrastructure::baselines {

/// A 64-bit hash of what a profile says (FNV-1a), so that chance can be the same for the same
/// profile.
[[nodiscard]] std::uint64_t hash_of(const domain::UserProfile& profile);

/// Any order of the movies, another one for each profile: what knowing nothing is worth.
class RandomOrder : public domain::Scorer {
  public:
    explicit RandomOrder(const domain::Dataset& training) : movies_(training.movies().size()) {}
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    std::size_t movies_;
};

}  // namespace neurec::infrastructure::baselines
