#pragma once

#include "application/services/evaluation_split.hpp"

namespace neurec::application {

/// `time`: everything before one moment is learned from, what people like from then on is to be
/// found. The moment is that at which `share` of the dated ratings are still to come. Settings:
/// everybody, those who had rated before the moment, and those who came after it, of whom age,
/// gender and occupation are all that is known. Ranked are the movies rated before, less what the
/// user had rated. Nothing draws chance. A rating without a time counts as an old one. No times, or
/// all the same: InvalidInput.
[[nodiscard]] EvaluationSplit split_by_time(const domain::Dataset& data, double share);

}  // namespace neurec::application
