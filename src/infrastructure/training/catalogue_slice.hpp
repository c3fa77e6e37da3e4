#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/random.hpp"

namespace neurec::infrastructure::training {

/// The movies that one step's softmax goes over. Up to `full_up_to` movies that is the whole
/// catalogue. Above, it is every movie that the step's targets name and a uniform sample of the
/// others, each of which stands for as many as were left out: an unbiased estimate of the softmax's
/// denominator given the targets (a stratified sample).
class CatalogueSlice {
  public:
    static constexpr std::size_t kFullUpTo = 20000;
    static constexpr std::size_t kSampled = 8192;

    /// `rated` [movies]: movies without a training rating are never a negative. `full_up_to` and
    /// `sampled` as above.
    explicit CatalogueSlice(std::vector<bool> rated, std::size_t full_up_to = kFullUpTo,
                            std::size_t sampled = kSampled);

    /// Chooses the movies of a step with these targets.
    void choose(std::span<const domain::MovieIndex> targets, domain::Random& random);

    /// The slice is the whole catalogue in order.
    [[nodiscard]] bool is_whole() const { return whole_; }
    /// The movies in the slice, targets first; when whole, all of them in order.
    [[nodiscard]] const std::vector<std::int64_t>& movies() const { return movies_; }
    /// What to add to each movie's logit: 0, the logarithm of the number of movies it stands for,
    /// or kNever.
    [[nodiscard]] const std::vector<float>& corrections() const { return corrections_; }
    /// Where a movie is in the slice, or a negative number.
    [[nodiscard]] std::int64_t position_of(domain::MovieIndex movie) const {
        return position_[movie];
    }

    /// A logit so low that its movie has no share in a softmax.
    static constexpr float kNever = -1e9F;

  private:
    std::vector<bool> rated_;
    std::vector<domain::MovieIndex> rated_movies_;
    bool whole_;
    std::size_t sampled_;
    std::vector<std::int64_t> movies_;
    std::vector<float> corrections_;
    std::vector<std::int64_t> position_;
};

}  // namespace neurec::infrastructure::training
