#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"

/// How good one ranked list is. Ties count against the list: among equal scores, what is not
/// relevant comes first.
namespace neurec::application {

/// How deep NDCG and hit rate look, and recall.
inline constexpr std::size_t kTop = 10;
inline constexpr std::size_t kRecallDepth = 20;

struct RankingMetrics {
    double ndcg_at_10 = 0;      ///< 0..1; the ideal list has min(10, relevant) hits at its head
    double recall_at_20 = 0;    ///< hits among the first 20, divided by min(20, relevant)
    double hit_rate_at_10 = 0;  ///< 1 where any of the first 10 is relevant
    bool operator==(const RankingMetrics&) const = default;
};

/// The metrics of a list in which the relevant movies stand at `ranks` (0-based, ascending; those
/// of 20 and more may be left out), out of `relevant` movies in all, at least 1.
/// NDCG: Järvelin and Kekäläinen 2002, binary gains, logarithm to base 2.
[[nodiscard]] RankingMetrics metrics_of_ranks(std::span<const std::size_t> ranks,
                                              std::size_t relevant);

/// The ranks below `depth` (0-based, ascending) at which relevant candidates stand when candidates
/// are ordered by falling score. `scores` and `is_relevant` are by movie; a score that is not a
/// number is the lowest of all. O(candidates) for small `depth`.
[[nodiscard]] std::vector<std::size_t> relevant_ranks(
    std::span<const float> scores, std::span<const domain::MovieIndex> candidates,
    std::span<const std::uint8_t> is_relevant, std::size_t depth);

/// How many of `others` stand before `movie`: those with a score as high as its own or higher. A
/// score of `movie` that is not a number stands behind all.
[[nodiscard]] std::size_t rank_among(std::span<const float> scores, domain::MovieIndex movie,
                                     std::span<const domain::MovieIndex> others);

/// The `depth` candidates of the highest scores, best first; equal scores by position, as a server
/// would show them.
[[nodiscard]] std::vector<domain::MovieIndex> top_movies(
    std::span<const float> scores, std::span<const domain::MovieIndex> candidates,
    std::size_t depth);

}  // namespace neurec::application
