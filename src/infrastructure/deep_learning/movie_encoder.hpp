#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/folded_layer.hpp"
#include "infrastructure/deep_learning/scoring_kernels.hpp"
#include "infrastructure/retrieval/catalogue_map.hpp"

namespace neurec::infrastructure::deep_learning {

/// Movies a block → blocks needed.
[[nodiscard]] constexpr std::size_t blocks_for(std::size_t movies) {
    return (movies + kBlock - 1) / kBlock;
}

/// The movie tower's output for every movie of a catalogue, in blocks:
/// [blocks][tower width][kBlock]; what pads the last block is the tower's output for no features at
/// all. Movies that the model does not know have the vector that their
/// content gives (unseen_movies.hpp).
AlignedFloats encode_movies(const MovieTower& tower, const EncoderConfig& config,
                            std::span<const domain::Movie> catalogue,
                            const retrieval::CatalogueMap& map, const Kernels& kernels);

}  // namespace neurec::infrastructure::deep_learning
