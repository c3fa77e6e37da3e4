#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "application/services/ranking_metrics.hpp"

namespace neurec::application {

namespace {

/// A list of candidates with few different scores, so that ties abound.
struct List {
    std::vector<float> scores;
    std::vector<std::uint8_t> relevant;
    std::vector<domain::MovieIndex> candidates;
};

List arbitrary_list() {
    List list;
    const auto movies = *rc::gen::inRange<std::size_t>(1, 60);
    for (std::size_t i = 0; i < movies; ++i) {
        list.scores.push_back(static_cast<float>(*rc::gen::inRange(0, 6)));
        list.relevant.push_back(static_cast<std::uint8_t>(*rc::gen::inRange(0, 2)));
        if (*rc::gen::inRange(0, 4) != 0)
            list.candidates.push_back(static_cast<domain::MovieIndex>(i));
    }
    return list;
}

/// Ranks by their definition: for each relevant candidate, what stands before it.
std::vector<std::size_t> ranks_by_counting(const List& list, std::size_t depth) {
    std::vector<std::size_t> ranks;
    for (const domain::MovieIndex movie : list.candidates) {
        if (list.relevant[movie] == 0) continue;
        std::size_t before = 0;
        for (const domain::MovieIndex other : list.candidates) {
            const bool is_higher = list.scores[other] > list.scores[movie];
            const bool is_tied = other != movie && list.scores[other] == list.scores[movie];
            const bool wins_tie = list.relevant[other] == 0 || other < movie;
            if (is_higher || (is_tied && wins_tie)) ++before;
        }
        if (before < depth) ranks.push_back(before);
    }
    std::ranges::sort(ranks);
    return ranks;
}

}  // namespace

RC_GTEST_PROP(RelevantRanks, AreWhatCountingGives, ()) {
    const List list = arbitrary_list();
    const auto depth = *rc::gen::inRange<std::size_t>(1, 30);

    RC_ASSERT(relevant_ranks(list.scores, list.candidates, list.relevant, depth) ==
              ranks_by_counting(list, depth));
}

RC_GTEST_PROP(MetricsOfRanks, LieBetweenNothingAndThePerfectList, ()) {
    List list = arbitrary_list();
    if (list.candidates.empty()) list.candidates.push_back(0);
    list.relevant[list.candidates.front()] = 1;
    const auto relevant = static_cast<std::size_t>(std::ranges::count_if(
        list.candidates, [&](domain::MovieIndex movie) { return list.relevant[movie] != 0; }));
    const auto ranks = relevant_ranks(list.scores, list.candidates, list.relevant, kRecallDepth);
    std::vector<std::size_t> perfect(std::min(relevant, kRecallDepth));
    std::iota(perfect.begin(), perfect.end(), std::size_t{0});

    const RankingMetrics metrics = metrics_of_ranks(ranks, relevant);

    RC_ASSERT(metrics.ndcg_at_10 >= 0 && metrics.ndcg_at_10 <= 1 + 1e-12);
    RC_ASSERT(metrics.recall_at_20 >= 0 && metrics.recall_at_20 <= 1);
    RC_ASSERT((metrics.ndcg_at_10 > 0) == (metrics.hit_rate_at_10 > 0));
    RC_ASSERT(std::abs(metrics_of_ranks(perfect, relevant).ndcg_at_10 - 1) < 1e-12);
    RC_ASSERT(metrics_of_ranks(perfect, relevant).recall_at_20 == 1);
}

}  // namespace neurec::application
