#pragma once

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/training/item_item.hpp"

namespace neurec::infrastructure::training {

/// The item-item path for catalogues whose dense matrix would not do: each movie's likes are
/// regressed on those of its `neighbours` alone, the movies liked together with it that have the
/// greatest cosine (fsSLIM's choice of features: Ning and Karypis, "SLIM: Sparse Linear Methods for
/// Top-N Recommender Systems", 2011), with EASE's loss, regularisation and dropout. With all movies
/// as neighbours that is EASE. At most most_coefficients in all: fewer neighbours for more movies.
/// O(Σ likes² of the users + movies · neighbours³) time; 8 bytes for each pair of movies that
/// anybody likes both.
deep_learning::ItemItemPath learn_sparse_item_item(const domain::Dataset& training,
                                                   const ItemItemSettings& settings);

}  // namespace neurec::infrastructure::training
