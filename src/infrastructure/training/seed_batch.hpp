#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/random.hpp"

namespace neurec::infrastructure::training {

/// Pairs of users and movies with 1 where the user liked the movie and 0 where it was drawn as a
/// negative.
struct PairBatch {
    std::vector<std::int64_t> users;
    std::vector<std::int64_t> movies;
    std::vector<float> labels;
};

/// Positives (ratings of 4 and more) with negatives drawn afresh each time, as in He et al.,
/// "Neural Collaborative Filtering" (2017): movies that the user has not rated, each as likely.
class NegativeSampler {
  public:
    static constexpr std::size_t kNegativesAPositive = 4;

    /// `data` must outlive the sampler.
    explicit NegativeSampler(const domain::Dataset& data);
    [[nodiscard]] std::size_t positives() const { return positive_user_.size(); }
    /// The positives at `positions` (below positives()), each with its negatives; a user who has
    /// rated every movie gets none. Valid until the next call.
    const PairBatch& draw(std::span<const std::uint32_t> positions, domain::Random& random);

  private:
    [[nodiscard]] bool has_rated(domain::UserIndex user, domain::MovieIndex movie) const;

    const domain::Dataset& data_;
    std::vector<domain::UserIndex> positive_user_;
    std::vector<domain::MovieIndex> positive_movie_;
    std::vector<std::size_t> rated_begin_;          ///< [users + 1]
    std::vector<domain::MovieIndex> rated_movies_;  ///< by user, ascending
    PairBatch batch_;
};

}  // namespace neurec::infrastructure::training
