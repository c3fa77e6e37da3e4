#pragma once

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/training/network.hpp"

namespace neurec::infrastructure::training {

/// The network's current weights as the engine reads them, for the movies of `training` in order.
/// Movies that nobody in `training` rated have learned nothing of their own: they get no vector and
/// the bias of unseen movies, so that they are scored like a movie posted a second ago. Item-item
/// path and calibration are not the network's and are left at their defaults.
deep_learning::ModelWeights export_weights(const NetworkImpl& network,
                                           const domain::Dataset& training);

}  // namespace neurec::infrastructure::training
