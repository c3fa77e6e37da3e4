#pragma once

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::training {

/// Shrinks the regressions towards the mean movie.
inline constexpr double kContentRegularisation = 10;

/// Learns what content says of a movie that nobody has rated: ridge regressions of the rated
/// movies' vectors and biases on their content (attribute-to-factor mapping: Gantner et al.,
/// "Learning Attribute-to-Feature Mappings for Cold-Start Recommendations", 2010), and gives the
/// unrated movies of the training data what they say. The bias' regression is about its mean, so
/// that unseen_bias stays what the average unrated movie gets. Changes nothing without content, or
/// without anything rated.
void learn_content_prior(deep_learning::ModelWeights& weights,
                         const deep_learning::EncoderConfig& encoders,
                         const domain::Dataset& training,
                         double regularisation = kContentRegularisation);

}  // namespace neurec::infrastructure::training
