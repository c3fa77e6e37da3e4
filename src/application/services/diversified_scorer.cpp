#include "application/services/diversified_scorer.hpp"

#include <algorithm>
#include <vector>

#include "application/services/ranker.hpp"
#include "application/services/ranking_metrics.hpp"

namespace neurec::application {

namespace {

/// As many of the best movies are looked at as a request for ten looks at.
constexpr std::size_t kPool = 100;

}  // namespace

void DiversifiedScorer::score(const domain::UserProfile& profile, std::span<float> out) const {
    scorer_.score(profile, out);
    std::vector<bool> is_rated(out.size());
    for (const domain::RatedMovie& rated : profile.ratings)
        if (const auto movie = data_.index_of(rated.movie)) is_rated[*movie] = true;
    std::vector<domain::MovieIndex> candidates;
    for (domain::MovieIndex movie = 0; movie < out.size(); ++movie)
        if (!is_rated[movie]) candidates.push_back(movie);

    std::vector<ScoredMovie> pool;
    for (const domain::MovieIndex movie : top_movies(out, candidates, kPool))
        pool.push_back({movie, out[movie]});
    const auto chosen = diversified(pool, kTop, diversity_, genres_);
    const float best = candidates.empty() ? 0 : std::ranges::max(out);
    for (std::size_t place = 0; place < chosen.size(); ++place)
        out[chosen[place].movie] = best + static_cast<float>(chosen.size() - place);
}

}  // namespace neurec::application
