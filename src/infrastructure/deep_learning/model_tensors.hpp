#pragma once

#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/deep_learning/safetensors.hpp"
#include "infrastructure/retrieval/candidate_artefacts.hpp"

/// Names and shapes of tensors in a model's files; docs/model-format.md lists them.
namespace neurec::infrastructure::deep_learning {

/// Adds views of all weights to `file`.
void add_tensors(const ModelWeights& weights, TensorFileWriter& file);
/// Weights from a file. Missing or unknown tensors, or such of the wrong type or number of
/// dimensions, are Unavailable; whether shapes fit each other is find_inconsistency()'s affair.
ModelWeights weights_from(const TensorFile& file);

void add_tensors(const retrieval::CandidateArtefacts& candidates, TensorFileWriter& file);
/// Fills in the lists (not the indexes), verified against the model's number of movies.
void read_lists(const TensorFile& file, std::size_t movies,
                retrieval::CandidateArtefacts& candidates);

}  // namespace neurec::infrastructure::deep_learning
