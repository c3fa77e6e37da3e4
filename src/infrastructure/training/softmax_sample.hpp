#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/random.hpp"
#include "infrastructure/training/catalogue_slice.hpp"
#include "infrastructure/training/history_batch.hpp"

namespace neurec::infrastructure::training {

/// Draws `draws` columns for each row with probability proportional to the row's shares, with
/// replacement, one from each of `draws` equal strata of probability (less variance than
/// independent draws). `cumulative` [rows × columns] holds the running sums of the shares. Returns
/// [rows × draws], by row.
std::vector<std::int64_t> draw_by_share(std::span<const float> cumulative, std::size_t columns,
                                        std::size_t draws, domain::Random& random);

/// Some of a batch's targets with the weight of all.
struct TargetSample {
    std::vector<std::int64_t> users;   ///< rows of the batch
    std::vector<std::int64_t> movies;  ///< positions in the slice
    std::vector<float> weights;
};

/// At most `at_most` of each user's targets, uniformly drawn; those that are drawn weigh as much as
/// all of them would.
TargetSample draw_targets(const HistoryBatch& batch, const CatalogueSlice& slice,
                          std::size_t at_most, domain::Random& random);

}  // namespace neurec::infrastructure::training
