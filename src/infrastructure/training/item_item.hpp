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
        750;  ///< coefficients of largest absolute value that each liked movie keeps (dense)
    std::size_t dense_up_to = 8000;  ///< movies; above, sparse_item_item.hpp learns the path
    std::size_t neighbours = 400;    ///< by which a movie is predicted (sparse)
    std::size_t most_coefficients = 20'000'000;  ///< of the whole path (sparse): 8 bytes each
    float weight = 100;
    float half_history = 60;
    float steepness = 1.5F;
};

/// The linear item-item path: EASE with dropout (Steck, "Embarrassingly Shallow Autoencoders for
/// Sparse Data", 2019, and "Autoencoders that don't overfit towards the Identity", 2020) on the
/// matrix of liked movies, B = −P/diag(P) with P = (XᵀX + λI + p/(1 − p) · diag(XᵀX))⁻¹ and a zero
/// diagonal, cut to the strongest coefficients. O(movies³) time (1 s at 3,700 movies on a core,
/// about 10 s at 8,000), 16 · movies² bytes. Above dense_up_to, the sparse path.
deep_learning::ItemItemPath learn_item_item(const domain::Dataset& training,
                                            const ItemItemSettings& settings);

}  // namespace neurec::infrastructure::training
