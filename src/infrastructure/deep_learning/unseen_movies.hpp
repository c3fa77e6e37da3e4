#pragma once

#include <span>

#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

/// What stands in for what is learned of each movie where a movie came after the training.
namespace neurec::infrastructure::deep_learning {

/// The movie's vector by its content; zeros where the tower has no regression. `out`: [vector].
void unseen_vector(const MovieTower& tower, std::span<const Feature> content, std::span<float> out);

/// The movie's bias by its content.
[[nodiscard]] float unseen_bias(const DotPath& path, std::span<const Feature> content);

}  // namespace neurec::infrastructure::deep_learning
