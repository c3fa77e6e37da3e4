#include "application/services/ranking_metrics.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace neurec::application {

namespace {

double discount(std::size_t rank) {
    return 1 / std::log2(static_cast<double>(rank) + 2);
}

float ordered(float score) {
    return std::isnan(score) ? -std::numeric_limits<float>::infinity() : score;
}

template <class ComesFirst>
std::vector<domain::MovieIndex> first_by(std::span<const domain::MovieIndex> candidates,
                                         std::size_t depth, ComesFirst comes_first) {
    std::vector<domain::MovieIndex> first(std::min(depth, candidates.size()));
    std::ranges::partial_sort_copy(candidates, first, comes_first);
    return first;
}

}  // namespace

RankingMetrics metrics_of_ranks(std::span<const std::size_t> ranks, std::size_t relevant) {
    assert(relevant > 0);
    double gain = 0;
    double hits_at_20 = 0;
    bool any_at_10 = false;
    for (const std::size_t rank : ranks) {
        if (rank < kRecallDepth) ++hits_at_20;
        if (rank >= kTop) continue;
        gain += discount(rank);
        any_at_10 = true;
    }
    double ideal = 0;
    for (std::size_t rank = 0; rank < std::min(kTop, relevant); ++rank)
        ideal += discount(rank);
    return {gain / ideal, hits_at_20 / static_cast<double>(std::min(kRecallDepth, relevant)),
            any_at_10 ? 1.0 : 0.0};
}

std::vector<std::size_t> relevant_ranks(std::span<const float> scores,
                                        std::span<const domain::MovieIndex> candidates,
                                        std::span<const std::uint8_t> is_relevant,
                                        std::size_t depth) {
    const auto first = first_by(candidates, depth, [&](domain::MovieIndex a, domain::MovieIndex b) {
        const float score_a = ordered(scores[a]);
        const float score_b = ordered(scores[b]);
        if (score_a != score_b) return score_a > score_b;
        if (is_relevant[a] != is_relevant[b]) return is_relevant[a] < is_relevant[b];
        return a < b;
    });
    std::vector<std::size_t> ranks;
    for (std::size_t rank = 0; rank < first.size(); ++rank)
        if (is_relevant[first[rank]] != 0) ranks.push_back(rank);
    return ranks;
}

std::size_t rank_among(std::span<const float> scores, domain::MovieIndex movie,
                       std::span<const domain::MovieIndex> others) {
    const float own = ordered(scores[movie]);
    return static_cast<std::size_t>(std::ranges::count_if(
        others, [&](domain::MovieIndex other) { return ordered(scores[other]) >= own; }));
}

std::vector<domain::MovieIndex> top_movies(std::span<const float> scores,
                                           std::span<const domain::MovieIndex> candidates,
                                           std::size_t depth) {
    return first_by(candidates, depth, [&](domain::MovieIndex a, domain::MovieIndex b) {
        const float score_a = ordered(scores[a]);
        const float score_b = ordered(scores[b]);
        return score_a != score_b ? score_a > score_b : a < b;
    });
}

}  // namespace neurec::application
