#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/training/random_streams.hpp"

namespace neurec::infrastructure::training {

/// Draws which of a user's ratings a model gets to see, as the new-users protocol does: without
/// replacement, with probability proportional to `weight` of the rated movie. Keeps its scratch
/// memory between draws; not thread-safe.
class RevealSampler {
  public:
    /// `weights` [movies], above 0; must outlive the sampler.
    explicit RevealSampler(std::span<const float> weights) : weights_(weights) {}

    /// Positions within `movies` of min(count, movies - 1) of them, so that one stays hidden, in no
    /// particular order. Valid until the next draw. An exponential race (Efraimidis and Spirakis,
    /// 2006); O(movies).
    std::span<const std::uint32_t> draw(std::span<const domain::MovieIndex> movies,
                                        std::size_t count, domain::Random& random);

  private:
    std::span<const float> weights_;
    std::vector<double> finish_;
    std::vector<std::uint32_t> order_;
};

/// The weight by which people meet a movie: the number of ratings it has, and one half where it has
/// none. [movies]
std::vector<float> reveal_weights(std::span<const std::uint32_t> ratings_per_movie);

}  // namespace neurec::infrastructure::training
