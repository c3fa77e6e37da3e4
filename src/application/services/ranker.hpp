#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "application/services/genre_table.hpp"
#include "domain/models/dataset.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::application {

struct ScoredMovie {
    domain::MovieIndex movie = 0;
    float score = 0;  ///< the model's probability, 0..1
    bool operator==(const ScoredMovie&) const = default;
};

/// Memory that ranking reuses from request to request; one a thread.
struct RankingScratch {
    std::vector<float> scores;
    std::vector<ScoredMovie> ranked;
};

/// The `count` best of the candidates by the model's score, the best first; equal scores by
/// position. The whole catalogue is scored in one pass where most of it is asked for. O(candidates
/// + count log count). The result lies in `scratch` and holds until its next use.
[[nodiscard]] std::span<ScoredMovie> rank(const domain::RankingModel& model,
                                          const domain::EncodedUser& user,
                                          std::span<const domain::MovieIndex> candidates,
                                          std::size_t count, RankingScratch& scratch);

/// Picks `count` of `ranked` so that they also differ in genre: maximal marginal relevance
/// (Carbonell and Goldstein, SIGIR 1998). Each step takes the movie with the greatest
///
///     (1 − diversity) · relevance − diversity · max over the taken of genre similarity (Jaccard)
///
/// where relevance is the score, scaled to 0..1 over `ranked`. `diversity` 0..1; 0 keeps the order,
/// 1 looks at genres alone (after the best movie, which is always first). `ranked` is in falling
/// order of score. O(count · ranked).
[[nodiscard]] std::vector<ScoredMovie> diversified(std::span<const ScoredMovie> ranked,
                                                   std::size_t count, double diversity,
                                                   const GenreTable& genres);

}  // namespace neurec::application
