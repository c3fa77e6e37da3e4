#pragma once

#include <cstddef>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::training {

struct ItemItemSettings {
    double regularisation = 300;  ///< λ on the diagonal of the co-like counts
    /// Probability with which a liked movie is thought hidden, so that none is predicted from
    /// itself in disguise: it adds likes · dropout/(1 − dropout) to the diagonal.
    double dropout = 0.33;
    std::size_t kept_a_movie =
        750;  ///< coefficients of largest absolute value that each liked movie keeps
    std::size_t most_movies =
        8000;  ///< the path covers this many most liked movies: time is cubic, memory square
    float weight = 100;
    float half_history = 60;
    float steepness = 1.5F;
};

/// The linear item-item path: EASE with dropout (Steck, "Embarrassingly Shallow Autoencoders for
/// Sparse Data", 2019, and "Autoencoders that don't overfit towards the Identity", 2020) on the
/// matrix of liked movies, B = −P/diag(P) with P = (XᵀX + λI + p/(1 − p) · diag(XᵀX))⁻¹ and a zero
/// diagonal, cut to the strongest coefficients. O(most_movies³) time (1 s at 3,700 movies on a
/// core, about 10 s at 8,000), 16 · most_movies² bytes.
deep_learning::ItemItemPath learn_item_item(const domain::Dataset& training,
                                            const ItemItemSettings& settings);

}  // namespace neurec::infrastructure::training
