#include "application/services/ranking_evaluator.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <map>
#include <numeric>
#include <set>

#include "application/services/ranking_metrics.hpp"
#include "application/services/reliability.hpp"
#include "domain/errors.hpp"
#include "domain/parallel_blocks.hpp"

namespace neurec::application {

namespace {

constexpr std::size_t kBlock = 32;

/// What a block of tasks adds up, merged in the blocks' order.
struct BlockTally {
    Reliability all;
    Reliability top_10;
    double scoring_seconds = 0;
};

/// Ranks the tasks of one block, one after the other, with buffers of its own.
class BlockRanking {
  public:
    BlockRanking(const domain::Scorer& scorer, const RankedCatalogue& catalogue)
        : scorer_(scorer),
          catalogue_(catalogue),
          scores_(catalogue.popularity_rank.size()),
          is_known_(scores_.size()),
          is_relevant_(scores_.size()) {}

    void rank(const RankingTask& task, std::size_t position, RankingOutcome& outcome,
              BlockTally& tally) {
        score(task, tally);
        mark(task, 1);
        candidates_.clear();
        std::ranges::copy_if(catalogue_.ranked, std::back_inserter(candidates_),
                             [this](domain::MovieIndex movie) { return is_known_[movie] == 0; });

        const auto ranks = relevant_ranks(scores_, candidates_, is_relevant_, kRecallDepth);
        const RankingMetrics metrics = metrics_of_ranks(ranks, task.relevant.size());
        outcome.ndcg_at_10[position] = metrics.ndcg_at_10;
        outcome.recall_at_20[position] = metrics.recall_at_20;
        outcome.hit_rate_at_10[position] = metrics.hit_rate_at_10;
        if (!task.negatives.empty())
            outcome.sampled_rank[position] =
                rank_among(scores_, task.relevant.front(), task.negatives);
        outcome.top_10[position] = top_movies(scores_, candidates_, kTop);
        if (scorer_.gives_probabilities()) count(outcome.top_10[position], tally);
        mark(task, 0);
    }

  private:
    void score(const RankingTask& task, BlockTally& tally) {
        const auto begun = std::chrono::steady_clock::now();
        scorer_.score(task.profile, scores_);
        tally.scoring_seconds +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    }

    void mark(const RankingTask& task, std::uint8_t value) {
        for (const domain::MovieIndex movie : task.known)
            is_known_[movie] = value;
        for (const domain::MovieIndex movie : task.relevant)
            is_relevant_[movie] = value;
    }

    void count(std::span<const domain::MovieIndex> top, BlockTally& tally) const {
        for (const domain::MovieIndex movie : candidates_)
            tally.all.add(scores_[movie], is_relevant_[movie] != 0);
        for (const domain::MovieIndex movie : top)
            tally.top_10.add(scores_[movie], is_relevant_[movie] != 0);
    }

    const domain::Scorer& scorer_;
    const RankedCatalogue& catalogue_;
    std::vector<float> scores_;
    std::vector<std::uint8_t> is_known_;
    std::vector<std::uint8_t> is_relevant_;
    std::vector<domain::MovieIndex> candidates_;
};

double diversity_of(std::span<const domain::MovieIndex> list, const GenreTable& genres) {
    double distances = 0;
    for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = i + 1; j < list.size(); ++j)
            distances += 1 - genres.similarity(list[i], list[j]);
    return distances / (static_cast<double>(list.size() * (list.size() - 1)) / 2);
}

void merge(std::span<const BlockTally> tallies, bool probabilities, RankingOutcome& outcome) {
    BlockTally sum;
    for (const BlockTally& tally : tallies) {
        sum.all.merge(tally.all);
        sum.top_10.merge(tally.top_10);
        sum.scoring_seconds += tally.scoring_seconds;
    }
    if (probabilities) {
        outcome.calibration = sum.all.calibration();
        outcome.calibration_top_10 = sum.top_10.calibration();
    }
    if (!outcome.ndcg_at_10.empty())
        outcome.user_microseconds =
            1e6 * sum.scoring_seconds / static_cast<double>(outcome.ndcg_at_10.size());
}

}  // namespace

RankedCatalogue::RankedCatalogue(const domain::Dataset& rated, const domain::Dataset& training)
    : genres(training.movies()), popularity_rank(training.movies().size()) {
    assert(rated.movies().size() == training.movies().size());
    const auto rated_counts = rated.ratings_per_movie();
    for (domain::MovieIndex movie = 0; movie < rated_counts.size(); ++movie)
        if (rated_counts[movie] > 0) ranked.push_back(movie);

    const auto counts = training.ratings_per_movie();
    std::vector<domain::MovieIndex> by_count(counts.size());
    std::iota(by_count.begin(), by_count.end(), domain::MovieIndex{0});
    std::ranges::stable_sort(by_count, std::ranges::greater{},
                             [&](domain::MovieIndex movie) { return counts[movie]; });
    for (std::uint32_t rank = 0; rank < by_count.size(); ++rank)
        popularity_rank[by_count[rank]] = rank + 1;
}

RankingOutcome rank_tasks(const domain::Scorer& scorer, const RankedCatalogue& catalogue,
                          std::span<const RankingTask> tasks, unsigned threads,
                          const domain::StopToken& stop,
                          const std::function<void(std::size_t)>& progressed) {
    RankingOutcome outcome;
    outcome.ndcg_at_10.resize(tasks.size());
    outcome.recall_at_20.resize(tasks.size());
    outcome.hit_rate_at_10.resize(tasks.size());
    outcome.top_10.resize(tasks.size());
    const bool sampled = !tasks.empty() && !tasks.front().negatives.empty();
    if (sampled) outcome.sampled_rank.resize(tasks.size());

    std::vector<BlockTally> tallies((tasks.size() + kBlock - 1) / kBlock);
    domain::for_each_block(
        tasks.size(), kBlock, domain::thread_count(threads),
        [&](std::size_t begin, std::size_t end) {
            BlockRanking ranking(scorer, catalogue);
            for (std::size_t i = begin; i < end; ++i)
                ranking.rank(tasks[i], i, outcome, tallies[begin / kBlock]);
        },
        [&](std::size_t done) {
            if (stop.stop_requested())
                throw domain::Interrupted("The evaluation was stopped; no report was written.");
            progressed(done);
        });
    merge(tallies, scorer.gives_probabilities(), outcome);
    return outcome;
}

BeyondAccuracy describe_lists(std::span<const std::vector<domain::MovieIndex>> lists,
                              const RankedCatalogue& catalogue) {
    BeyondAccuracy result;
    if (lists.empty() || catalogue.ranked.empty()) return result;
    std::set<domain::MovieIndex> shown;
    std::map<std::vector<domain::MovieIndex>, std::uint64_t> users_of_list;
    double ranks = 0;
    std::size_t places = 0;
    std::size_t comparable = 0;
    for (const auto& list : lists) {
        for (const domain::MovieIndex movie : list)
            ranks += catalogue.popularity_rank[movie];
        places += list.size();
        shown.insert(list.begin(), list.end());
        if (list.size() > 1) {
            result.intra_list_diversity += diversity_of(list, catalogue.genres);
            ++comparable;
        }
        std::vector<domain::MovieIndex> as_set = list;
        std::ranges::sort(as_set);
        ++users_of_list[std::move(as_set)];
    }
    const auto most_frequent =
        std::ranges::max_element(users_of_list, {}, [](const auto& entry) { return entry.second; });
    result.coverage =
        static_cast<double>(shown.size()) / static_cast<double>(catalogue.ranked.size());
    if (places > 0) result.mean_popularity_rank = ranks / static_cast<double>(places);
    if (comparable > 0) result.intra_list_diversity /= static_cast<double>(comparable);
    result.same_top_10_share =
        static_cast<double>(most_frequent->second) / static_cast<double>(lists.size());
    result.distinct_top_10 = users_of_list.size();
    return result;
}

}  // namespace neurec::application
