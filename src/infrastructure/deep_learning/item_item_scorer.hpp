#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/retrieval/catalogue_map.hpp"

namespace neurec::infrastructure::deep_learning {

/// What a user likes, as the path reads it.
struct WeighedLikes {
    std::span<const domain::MovieIndex> liked;
    std::span<const float> weight;  ///< [liked]
    std::size_t known;              ///< n: how many of them the model was trained on
};

/// The item-item path over a catalogue. What a user likes chooses rows from all over a table that
/// is larger than the caches, so that a coefficient's bytes are its cost: it takes four. The low
/// bits are the column's distance from the one before it in its row, as many bits as the widest
/// needs but 16 at most; the rest is the coefficient's sign, exponent and what is left of its
/// mantissa, rounded to the nearest: relative errors of at most 2^-12 with 4,096 movies, 2^-8 with
/// 65,536 and more. A wider distance is several entries, of zero but for the last. Immutable.
class ItemItemScorer {
  public:
    ItemItemScorer(const ItemItemPath& path, const retrieval::CatalogueMap& map);

    /// out[m] += w · n^p/(n^p + h^p) · Σ_j weight[j] · B[liked[j], m]; `out`: [movies].
    void add(const WeighedLikes& likes, std::span<float> out) const;
    /// The same for `candidates` alone; `out`: [candidates].
    void add(const WeighedLikes& likes, std::span<const domain::MovieIndex> candidates,
             std::span<float> out) const;

  private:
    [[nodiscard]] float factor_at(std::size_t known) const;
    void add_rows(const WeighedLikes& likes, float factor, std::span<float> out) const;
    [[nodiscard]] std::size_t movies() const { return begin_.size() - 1; }
    [[nodiscard]] std::span<const std::uint32_t> row(domain::MovieIndex movie) const {
        return std::span(entries_).subspan(begin_[movie], begin_[movie + 1] - begin_[movie]);
    }
    /// Calls `visit(column, coefficient)` for each entry of the row.
    template <typename Visit>
    void for_each(domain::MovieIndex movie, Visit visit) const;
    void append(std::uint32_t distance, float coefficient);
    /// Zeroes what add_rows() made of `sums`, which were zero before: all of them where its rows
    /// are as many, only the touched ones otherwise.
    void clear(std::span<const domain::MovieIndex> liked, std::span<float> sums) const;

    std::vector<std::size_t> begin_{0};   ///< by catalogue position: [movies + 1]
    std::vector<std::uint32_t> entries_;  ///< ascending by column within a row
    std::uint32_t distance_mask_ = 0;
    float weight_;
    float steepness_;
    float half_history_;  ///< to the power of the steepness
};

}  // namespace neurec::infrastructure::deep_learning
