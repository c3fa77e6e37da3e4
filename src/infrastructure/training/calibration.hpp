#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/training/validation.hpp"

namespace neurec::infrastructure::training {

/// What a model carries until it is calibrated: a scale so small that no score is rounded to 0 or
/// 1, since equal scores would lose their order.
inline constexpr deep_learning::Calibration kUncalibrated{0.25F, 0};

/// Fits scale and offset (Platt, "Probabilistic Outputs for Support Vector Machines", 1999) so that
/// the model's score is the share of such (user, movie) pairs in which the user likes the movie,
/// over the validation cases and the movies that they rank. `model` must carry kUncalibrated. Uses
/// up to four million pairs, whole cases evenly spread. Where the cases tell nothing (none, or all
/// of one kind) the offset gives `prior`, the share expected.
deep_learning::Calibration calibrate(const domain::RankingModel& model, const Validation& cases,
                                     double prior);

}  // namespace neurec::infrastructure::training
