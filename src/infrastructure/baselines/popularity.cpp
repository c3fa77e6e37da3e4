#include "infrastructure/baselines/popularity.hpp"

#include <algorithm>

namespace neurec::infrastructure::baselines {

Popularity::Popularity(const domain::Dataset& training, domain::Positives positives) {
    const auto counts = positives == domain::Positives::liked ? training.likes_per_movie()
                                                              : training.ratings_per_movie();
    count_.assign(counts.begin(), counts.end());
}

void Popularity::score(const domain::UserProfile& /*profile*/, std::span<float> out) const {
    std::ranges::copy(count_, out.begin());
}

}  // namespace neurec::infrastructure::baselines
