#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/ports/scorer.hpp"
#include "infrastructure/baselines/choices.hpp"

namespace neurec::infrastructure::baselines {

/// Content without learning: the cosine between a movie's genres (0 or 1 each) and how often each
/// genre is among the movies that the person chose. Movies that nobody rated are scored like any
/// other. Many movies have the same genres; their order is drawn, so that ties cost the method no
/// more than chance would.
class GenreCosine : public domain::Scorer {
  public:
    GenreCosine(const domain::Dataset& training, domain::Positives positives);
    void score(const domain::UserProfile& profile, std::span<float> out) const override;

  private:
    [[nodiscard]] std::span<const std::size_t> genres_of(std::size_t movie) const {
        return {genre_.data() + offsets_[movie], offsets_[movie + 1] - offsets_[movie]};
    }

    ProfileChoices choices_;
    std::size_t genres_ = 0;
    std::vector<std::size_t> offsets_{0};
    std::vector<std::size_t> genre_;
};

}  // namespace neurec::infrastructure::baselines
