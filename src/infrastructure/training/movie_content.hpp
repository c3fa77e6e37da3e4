#pragma once

#include <span>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/training/history_batch.hpp"

namespace neurec::infrastructure::training {

/// The content features of each movie as a bag of columns: a handful of a few hundred are not zero.
BagArrays encode_content(std::span<const domain::Movie> movies,
                         const deep_learning::MovieFeatureEncoder& encoder);

/// The bags at `movies`, in that order, replacing what `out` held.
void gather_bags(const BagArrays& bags, std::span<const std::int64_t> movies, BagArrays& out);

}  // namespace neurec::infrastructure::training
