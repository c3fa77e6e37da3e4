#include "infrastructure/training/revealed_ratings.hpp"

#include <algorithm>
#include <numeric>

namespace neurec::infrastructure::training {

std::span<const std::uint32_t> RevealSampler::draw(std::span<const domain::MovieIndex> movies,
                                                   std::size_t count, domain::Random& random) {
    if (movies.empty() || count == 0) return {};
    count = std::min(count, movies.size() - 1);
    finish_.resize(movies.size());
    order_.resize(movies.size());
    for (std::size_t i = 0; i < movies.size(); ++i)
        finish_[i] = random.exponential() / static_cast<double>(weights_[movies[i]]);
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::nth_element(order_, order_.begin() + static_cast<std::ptrdiff_t>(count), {},
                             [&](std::uint32_t i) { return finish_[i]; });
    return std::span(order_).first(count);
}

std::vector<float> reveal_weights(std::span<const std::uint32_t> ratings_per_movie) {
    std::vector<float> weights(ratings_per_movie.size());
    std::ranges::transform(ratings_per_movie, weights.begin(), [](std::uint32_t count) {
        return count == 0 ? 0.5F : static_cast<float>(count);
    });
    return weights;
}

}  // namespace neurec::infrastructure::training
