#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "application/dtos/evaluation_report.hpp"
#include "application/services/genre_table.hpp"
#include "domain/models/dataset.hpp"
#include "domain/models/user_profile.hpp"
#include "domain/ports/progress.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::application {

/// One list to be ranked: for this profile, all movies that are ranked less those it knows.
struct RankingTask {
    domain::UserProfile profile;
    std::vector<domain::MovieIndex> known;     ///< not ranked for this user
    std::vector<domain::MovieIndex> relevant;  ///< what should come first; at least one, all ranked
    std::vector<domain::MovieIndex> negatives;  ///< where not empty, the first relevant movie is
                                                ///< also ranked against these alone
};

/// What ranking needs to know of the movies besides scores.
struct RankedCatalogue {
    /// `rated`: the data whose rated movies are ranked; `training`: what popularity is counted on.
    /// Both have the same movies.
    RankedCatalogue(const domain::Dataset& rated, const domain::Dataset& training);

    GenreTable genres;
    std::vector<domain::MovieIndex> ranked;      ///< ascending
    std::vector<std::uint32_t> popularity_rank;  ///< [movies]; 1: the most training ratings
};

/// Per task, in the tasks' order; and over all of them.
struct RankingOutcome {
    std::vector<double> ndcg_at_10;
    std::vector<double> recall_at_20;
    std::vector<double> hit_rate_at_10;
    std::vector<std::size_t> sampled_rank;  ///< 0-based, among the negatives; where they are given
    std::vector<std::vector<domain::MovieIndex>> top_10;
    std::optional<Calibration> calibration;  ///< where scores are probabilities
    std::optional<Calibration> calibration_top_10;
    double user_microseconds = 0;
};

/// Ranks every task with `scorer` on `threads` threads (0: one a core). The figures do not depend
/// on the number of threads. `progressed` is called on the calling thread with the tasks done; a
/// stop request: Interrupted.
[[nodiscard]] RankingOutcome rank_tasks(const domain::Scorer& scorer,
                                        const RankedCatalogue& catalogue,
                                        std::span<const RankingTask> tasks, unsigned threads,
                                        const domain::StopToken& stop,
                                        const std::function<void(std::size_t done)>& progressed);

/// What lists of recommended movies are like. Empty lists: zeros.
[[nodiscard]] BeyondAccuracy describe_lists(std::span<const std::vector<domain::MovieIndex>> lists,
                                            const RankedCatalogue& catalogue);

}  // namespace neurec::application
