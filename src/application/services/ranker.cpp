#include "application/services/ranker.hpp"

#include <algorithm>

namespace neurec::application {

namespace {

using domain::MovieIndex;

[[nodiscard]] bool ranks_before(const ScoredMovie& a, const ScoredMovie& b) {
    return a.score != b.score ? a.score > b.score : a.movie < b.movie;
}

void score_candidates(const domain::RankingModel& model, const domain::EncodedUser& user,
                      std::span<const MovieIndex> candidates, RankingScratch& scratch) {
    const std::size_t movies = model.movies().size();
    scratch.ranked.resize(candidates.size());
    // One pass over the whole catalogue runs over contiguous memory: it beats gathering from about
    // half of it on.
    const bool score_everything = candidates.size() > movies / 2;
    scratch.scores.resize(score_everything ? movies : candidates.size());
    if (score_everything)
        model.score_all(user, scratch.scores);
    else
        model.score(user, candidates, scratch.scores);
    for (std::size_t i = 0; i < candidates.size(); ++i)
        scratch.ranked[i] = {candidates[i], scratch.scores[score_everything ? candidates[i] : i]};
}

}  // namespace

std::span<ScoredMovie> rank(const domain::RankingModel& model, const domain::EncodedUser& user,
                            std::span<const MovieIndex> candidates, std::size_t count,
                            RankingScratch& scratch) {
    score_candidates(model, user, candidates, scratch);
    auto& ranked = scratch.ranked;
    const std::size_t kept = std::min(count, ranked.size());
    const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(kept);
    if (kept < ranked.size()) std::nth_element(ranked.begin(), end, ranked.end(), ranks_before);
    std::sort(ranked.begin(), end, ranks_before);
    return {ranked.data(), kept};
}

std::vector<ScoredMovie> diversified(std::span<const ScoredMovie> ranked, std::size_t count,
                                     double diversity, const GenreTable& genres) {
    std::vector<ScoredMovie> left(ranked.begin(), ranked.end());
    std::vector<ScoredMovie> taken;
    if (left.empty()) return taken;
    const double lowest = left.back().score;
    const double spread = std::max(left.front().score - lowest, 1e-9);
    std::vector<float> nearest(left.size(), 0.0F);  // similarity to the most similar of the taken

    while (taken.size() < count && !left.empty()) {
        std::size_t best = 0;
        double best_value = -2;
        for (std::size_t i = 0; i < left.size(); ++i) {
            const double relevance = (left[i].score - lowest) / spread;
            const double value = (1 - diversity) * relevance - diversity * nearest[i];
            if (value > best_value) {
                best = i;
                best_value = value;
            }
        }
        const ScoredMovie chosen = left[best];
        taken.push_back(chosen);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
        nearest.erase(nearest.begin() + static_cast<std::ptrdiff_t>(best));
        for (std::size_t i = 0; i < left.size(); ++i)
            nearest[i] = std::max(nearest[i], genres.similarity(left[i].movie, chosen.movie));
    }
    return taken;
}

}  // namespace neurec::application
