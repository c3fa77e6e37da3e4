#include "infrastructure/deep_learning/unseen_movies.hpp"

#include <algorithm>
#include <cassert>

namespace neurec::infrastructure::deep_learning {

void unseen_vector(const MovieTower& tower, std::span<const Feature> content,
                   std::span<float> out) {
    assert(tower.movie_vector && out.size() == tower.movie_vector->cols);
    std::ranges::fill(out, 0.0F);
    if (!tower.unseen_vector) return;
    const Linear& layer = *tower.unseen_vector;
    for (std::size_t k = 0; k < out.size(); ++k) {
        out[k] = layer.bias[k];
        for (const Feature feature : content)
            out[k] += layer.weight.values[k * layer.weight.cols + feature.column] * feature.value;
    }
}

float unseen_bias(const DotPath& path, std::span<const Feature> content) {
    float bias = path.unseen_bias;
    if (!path.content_bias) return bias;
    for (const Feature feature : content)
        bias += (*path.content_bias)[feature.column] * feature.value;
    return bias;
}

}  // namespace neurec::infrastructure::deep_learning
