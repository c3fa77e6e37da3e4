#pragma once

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/retrieval/candidate_artefacts.hpp"

namespace neurec::infrastructure::deep_learning {

/// What the candidate stage of a trained model needs: every user of `dataset` and every movie
/// through the towers, indexed; the users' likes; movies that are liked together (from the
/// item-item path where the model has one, else from counts). `dataset` is the training data: its
/// movies must be the model's, or InvalidInput is thrown. One thread, the same result for the same
/// input; about 1.5 s for MovieLens 1M.
retrieval::CandidateArtefacts build_candidate_artefacts(const ModelWeights& weights,
                                                        const EncoderConfig& encoders,
                                                        const domain::Dataset& dataset);

}  // namespace neurec::infrastructure::deep_learning
