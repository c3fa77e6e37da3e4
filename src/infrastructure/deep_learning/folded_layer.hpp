#pragma once

#include <cstddef>
#include <vector>

#include "infrastructure/deep_learning/aligned_floats.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::deep_learning {

/// A linear layer as the kernels read it: a row an input, so that a vector holds neighbouring
/// outputs.
struct FoldedLayer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    AlignedFloats weight;  ///< [inputs × outputs]
    AlignedFloats bias;    ///< [outputs]
};

/// What a BatchNorm does to each column at inference: y = x · factor + shift, factor =
/// scale/√(variance + epsilon).
struct ColumnScaling {
    explicit ColumnScaling(const BatchNorm& norm);
    std::vector<float> factor;
    std::vector<float> shift;
};

/// The layer transposed.
FoldedLayer folded(const Linear& layer);
/// The layer followed by the BatchNorm, as one layer: factor · (W·x + b) + shift.
FoldedLayer folded(const Linear& layer, const BatchNorm& norm);
/// Columns `begin`..`begin + count` of a layer's inputs, without bias.
FoldedLayer input_columns(const Linear& layer, std::size_t begin, std::size_t count);

}  // namespace neurec::infrastructure::deep_learning
