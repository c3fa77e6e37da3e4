#pragma once

#include <cstdint>
#include <span>

#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/training/validation.hpp"

namespace neurec::infrastructure::training {

/// What a model carries until it is calibrated: a scale so small that no score is rounded to 0 or
/// 1, since equal scores would lose their order.
inline const deep_learning::Calibration kUncalibrated{0.25F, 0};

/// Whether each number of revealed ratings gets a curve of its own.
enum class CurveFit : std::uint8_t { none, by_ratings };

/// Fits scale and offset (Platt, "Probabilistic Outputs for Support Vector Machines", 1999) so that
/// the model's score is the share of such (user, movie) pairs in which the user likes the movie,
/// over the validation cases and the movies that they rank. `model` must carry kUncalibrated. Uses
/// up to ten million pairs, whole cases evenly spread. Where the cases tell nothing (none, or all
/// of one kind) the offset gives `prior`, the share expected.
///
/// One line fits the many pairs far down the lists; what people see is at their top, and there the
/// truth bends, differently for different histories. With CurveFit::by_ratings each number of
/// revealed ratings also gets a rising, piecewise linear curve (isotonic regression on bins,
/// Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability
/// estimates", 2002), in which the ten best of each list count a thousand times: the bins narrow
/// towards the top of the ranking, where the first holds a hundredth of the likes.
deep_learning::Calibration calibrate(const domain::RankingModel& model, const Validation& cases,
                                     double prior, CurveFit curves = CurveFit::by_ratings);

}  // namespace neurec::infrastructure::training
