#include "infrastructure/deep_learning/item_item_scorer.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <utility>

#include "infrastructure/retrieval/huge_pages.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

constexpr int kMostDistanceBits = 16;

/// A row of the path by catalogue positions, ascending; what the catalogue has no more is left out.
struct CatalogueRow {
    std::vector<std::pair<domain::MovieIndex, float>> cells;

    void read(const ItemItemPath& path, const retrieval::CatalogueMap& map,
              domain::MovieIndex movie) {
        cells.clear();
        const auto position = map.model_position(movie);
        if (!position) return;
        for (std::uint32_t i = path.begin[*position]; i < path.begin[*position + 1]; ++i)
            if (const auto column = map.catalogue_position(path.movie[i]))
                cells.emplace_back(*column, path.coefficient[i]);
        // As they mostly are: a catalogue is in the model's order unless somebody changed it.
        constexpr auto kColumn = &std::pair<domain::MovieIndex, float>::first;
        if (!std::ranges::is_sorted(cells, {}, kColumn)) std::ranges::sort(cells, {}, kColumn);
    }
};

/// A table over all movies that is zero whenever no call uses it, one a thread: sparse sums are
/// made in it and read from it without a search.
std::span<float> zeroed_scratch(std::size_t movies) {
    thread_local std::vector<float> scratch;
    if (scratch.size() < movies) scratch.resize(movies, 0.0F);
    return std::span(scratch).first(movies);
}

/// The row's first lines, while another is still worked on; the processor itself foresees the rest.
void prefetch(std::span<const std::uint32_t> row) {
    constexpr std::size_t kLine = 16;  // entries
    constexpr std::size_t kLines = 4;
    for (std::size_t i = 0; i < std::min(row.size(), kLines * kLine); i += kLine)
        __builtin_prefetch(&row[i]);
}

}  // namespace

ItemItemScorer::ItemItemScorer(const ItemItemPath& path, const retrieval::CatalogueMap& map)
    : weight_(path.weight),
      steepness_(path.steepness.value_or(1.0F)),
      half_history_(std::pow(path.half_history, steepness_)) {
    CatalogueRow row;
    std::uint32_t widest = 0;
    for (domain::MovieIndex movie = 0; movie < map.movies(); ++movie) {
        row.read(path, map, movie);
        domain::MovieIndex last = 0;
        for (const auto& [column, coefficient] : row.cells)
            widest = std::max(widest, column - std::exchange(last, column));
    }
    distance_mask_ = (1U << std::min<int>(std::bit_width(widest), kMostDistanceBits)) - 1;

    begin_.reserve(map.movies() + 1);
    entries_.reserve(path.coefficient.size());
    retrieval::prefer_huge_pages(entries_.data(), entries_.capacity() * sizeof(std::uint32_t));
    for (domain::MovieIndex movie = 0; movie < map.movies(); ++movie) {
        row.read(path, map, movie);
        domain::MovieIndex last = 0;
        for (const auto& [column, coefficient] : row.cells)
            append(column - std::exchange(last, column), coefficient);
        begin_.push_back(entries_.size());
    }
    entries_.shrink_to_fit();
}

void ItemItemScorer::append(std::uint32_t distance, float coefficient) {
    for (; distance > distance_mask_; distance -= distance_mask_)
        entries_.push_back(distance_mask_);
    const std::uint32_t half = (distance_mask_ + 1) / 2;
    entries_.push_back(((std::bit_cast<std::uint32_t>(coefficient) + half) & ~distance_mask_) |
                       distance);
}

float ItemItemScorer::factor_at(std::size_t known) const {
    const float grown = std::pow(static_cast<float>(known), steepness_);
    return weight_ * grown / (grown + half_history_);
}

template <typename Visit>
void ItemItemScorer::for_each(domain::MovieIndex movie, Visit visit) const {
    domain::MovieIndex column = 0;
    for (const std::uint32_t entry : row(movie)) {
        column += entry & distance_mask_;
        visit(column, std::bit_cast<float>(entry & ~distance_mask_));
    }
}

void ItemItemScorer::add_rows(const WeighedLikes& likes, float factor, std::span<float> out) const {
    const std::span<const domain::MovieIndex> liked = likes.liked;
    assert(out.size() == movies() && liked.size() == likes.weight.size());
    for (std::size_t j = 0; j < liked.size(); ++j) {
        if (j + 1 < liked.size()) prefetch(row(liked[j + 1]));
        for_each(liked[j], [out, weight = factor * likes.weight[j]](domain::MovieIndex column,
                                                                    float coefficient) {
            out[column] += weight * coefficient;
        });
    }
}

void ItemItemScorer::add(const WeighedLikes& likes, std::span<float> out) const {
    if (likes.known > 0) add_rows(likes, factor_at(likes.known), out);
}

void ItemItemScorer::add(const WeighedLikes& likes, std::span<const domain::MovieIndex> candidates,
                         std::span<float> out) const {
    assert(out.size() == candidates.size());
    if (likes.known == 0) return;
    const std::span<float> sums = zeroed_scratch(movies());
    add_rows(likes, factor_at(likes.known), sums);
    for (std::size_t i = 0; i < candidates.size(); ++i)
        out[i] += sums[candidates[i]];
    clear(likes.liked, sums);
}

void ItemItemScorer::clear(std::span<const domain::MovieIndex> liked, std::span<float> sums) const {
    std::size_t touched = 0;
    for (const domain::MovieIndex movie : liked)
        touched += row(movie).size();
    if (touched >= sums.size()) {
        std::ranges::fill(sums, 0.0F);
        return;
    }
    for (const domain::MovieIndex movie : liked)
        for_each(movie, [sums](domain::MovieIndex column, float) { sums[column] = 0; });
}

}  // namespace neurec::infrastructure::deep_learning
