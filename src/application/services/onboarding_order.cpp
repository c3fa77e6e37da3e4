#include "application/services/onboarding_order.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace neurec::application {

namespace {

using domain::MovieIndex;

constexpr std::size_t kMostCandidates = 600;
constexpr std::size_t kProbes = 200;
constexpr float kAnswerLike = 5;
constexpr float kAnswerDislike = 1;

std::vector<float> scores_after(const domain::RankingModel& model, MovieIndex movie, float stars,
                                std::span<const MovieIndex> probes) {
    const domain::UserProfile profile{{}, {{model.movies()[movie].id, stars}}};
    std::vector<float> scores(probes.size());
    model.score(model.encode(profile), probes, scores);
    return scores;
}

/// How alike what two movies' answers teach is, [candidates × candidates], row-major.
class Lessons {
  public:
    Lessons(const domain::RankingModel& model, std::span<const MovieIndex> candidates,
            std::span<const MovieIndex> probes)
        : size_(candidates.size()), products_(size_ * size_) {
        std::vector<std::vector<float>> effects;
        for (const MovieIndex movie : candidates) {
            std::vector<float> effect = scores_after(model, movie, kAnswerLike, probes);
            const std::vector<float> other = scores_after(model, movie, kAnswerDislike, probes);
            for (std::size_t i = 0; i < effect.size(); ++i)
                // The movie itself is not to be recommended once it is rated.
                effect[i] = probes[i] == movie ? 0 : effect[i] - other[i];
            effects.push_back(std::move(effect));
        }
        for (std::size_t a = 0; a < size_; ++a)
            for (std::size_t b = 0; b <= a; ++b) {
                double product = 0;
                for (std::size_t i = 0; i < probes.size(); ++i)
                    product += static_cast<double>(effects[a][i]) * effects[b][i];
                products_[a * size_ + b] = products_[b * size_ + a] = product;
            }
        for (std::size_t i = 0; i < size_; ++i)
            noise_ += worth(i) / static_cast<double>(size_);
    }

    /// How much the answer still teaches.
    [[nodiscard]] double worth(std::size_t candidate) const {
        return products_[candidate * size_ + candidate];
    }

    /// Takes off what is known once `candidate` is shown, to a person who knows it with probability
    /// `seen`.
    void learn(std::size_t candidate, double seen) {
        const double below = worth(candidate) + noise_;
        if (!(below > 0)) return;
        const std::vector<double> row(
            products_.begin() + static_cast<std::ptrdiff_t>(candidate * size_),
            products_.begin() + static_cast<std::ptrdiff_t>((candidate + 1) * size_));
        for (std::size_t a = 0; a < size_; ++a)
            for (std::size_t b = 0; b < size_; ++b)
                products_[a * size_ + b] -= seen * row[a] * row[b] / below;
    }

  private:
    std::size_t size_;
    std::vector<double> products_;
    double noise_ = 0;  ///< an answer is worth about as much as chance: their mean worth
};

}  // namespace

std::vector<MovieIndex> popular_by_genre(std::span<const MovieIndex> by_popularity,
                                         const GenreTable& genres, std::size_t count) {
    std::vector<std::vector<MovieIndex>> lists(genres.names().size());
    for (const MovieIndex movie : by_popularity)
        for (const GenreIndex genre : genres.of(movie))
            lists[genre].push_back(movie);
    std::vector<MovieIndex> order;
    std::vector<bool> taken(by_popularity.size());
    for (std::size_t row = 0; row < by_popularity.size() && order.size() < count; ++row)
        for (const std::vector<MovieIndex>& list : lists) {
            if (row >= list.size() || taken[list[row]] || order.size() == count) continue;
            taken[list[row]] = true;
            order.push_back(list[row]);
        }
    return order;
}

std::vector<MovieIndex> most_informative(const domain::RankingModel& model,
                                         std::span<const MovieIndex> by_popularity,
                                         std::size_t count) {
    const auto candidates = by_popularity.first(std::min(kMostCandidates, by_popularity.size()));
    const auto probes = by_popularity.first(std::min(kProbes, by_popularity.size()));
    if (candidates.empty()) return {};
    const double most_likes = std::max(1U, model.likes()[candidates.front()]);
    std::vector<double> seen;
    for (const MovieIndex movie : candidates)
        seen.push_back(model.likes()[movie] / most_likes);

    Lessons lessons(model, candidates, probes);
    std::vector<bool> taken(candidates.size());
    std::vector<MovieIndex> order;
    while (order.size() < std::min(count, candidates.size())) {
        std::size_t best = candidates.size();
        for (std::size_t i = 0; i < candidates.size(); ++i)
            if (!taken[i] && (best == candidates.size() ||
                              seen[i] * lessons.worth(i) > seen[best] * lessons.worth(best)))
                best = i;
        taken[best] = true;
        order.push_back(candidates[best]);
        lessons.learn(best, seen[best]);
    }
    return order;
}

}  // namespace neurec::application
