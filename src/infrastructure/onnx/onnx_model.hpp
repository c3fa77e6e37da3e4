#pragma once

#include <span>
#include <string>

#include "domain/models/movie.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::onnx {

/// The formula of model_weights.hpp over `catalogue`, as the bytes of an ONNX model; inputs and
/// outputs are described in docs/model-format.md. Nothing is folded or precomputed: the layers have
/// the names of the tensors in model.safetensors, so that other programs may look inside, or go on
/// training. `weights` must be consistent (find_inconsistency()).
std::string onnx_model(const std::string& id, const deep_learning::ModelWeights& weights,
                       const deep_learning::EncoderConfig& encoders,
                       std::span<const domain::Movie> catalogue);

}  // namespace neurec::infrastructure::onnx
