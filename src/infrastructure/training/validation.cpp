#include "infrastructure/training/validation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "domain/parallel_blocks.hpp"
#include "infrastructure/training/random_streams.hpp"
#include "infrastructure/training/revealed_ratings.hpp"

namespace neurec::infrastructure::training {

namespace {

constexpr std::size_t kCut = 10;

Validation::Case make_case(const domain::Dataset& data, domain::UserIndex user,
                           std::size_t revealed_index, std::span<const std::uint32_t> shown,
                           const std::vector<bool>& ranked) {
    const domain::RatingsView ratings = data.ratings_of(user);
    Validation::Case result{revealed_index, {data.users()[user].demographics, {}}, {}, {}};
    for (const std::uint32_t at : shown) {
        result.revealed.push_back(ratings.movies[at]);
        result.profile.ratings.push_back(
            {data.movies()[ratings.movies[at]].id, ratings.values[at], ratings.timestamps[at]});
    }
    std::ranges::sort(result.revealed);
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (domain::is_liked(ratings.values[i]) && ranked[ratings.movies[i]] &&
            !std::ranges::binary_search(result.revealed, ratings.movies[i]))
            result.relevant.push_back(ratings.movies[i]);
    std::ranges::sort(result.relevant);
    return result;
}

}  // namespace

Validation::Validation(const domain::Dataset& data, std::span<const domain::UserIndex> users,
                       std::span<const std::uint32_t> rated_by_others, std::uint64_t seed)
    : ranked_(rated_by_others.size()) {
    for (std::size_t movie = 0; movie < rated_by_others.size(); ++movie)
        ranked_[movie] = rated_by_others[movie] > 0;
    const std::vector<float> weights = reveal_weights(rated_by_others);
    RevealSampler sampler(weights);
    domain::Random random = make_random(seed, RandomStream::validation_reveals);
    for (std::size_t k = 0; k < kRevealedCounts.size(); ++k)
        for (const domain::UserIndex user : users) {
            const auto shown =
                sampler.draw(data.ratings_of(user).movies, kRevealedCounts[k], random);
            Case drawn = make_case(data, user, k, shown, ranked_);
            if (!drawn.relevant.empty()) cases_.push_back(std::move(drawn));
        }
}

std::vector<double> Validation::ndcg_by_case(const domain::RankingModel& model,
                                             unsigned threads) const {
    constexpr std::size_t kBlock = 32;
    std::vector<double> values(cases_.size());
    const auto judge = [&](std::size_t begin, std::size_t end) {
        std::vector<float> scores(ranked_.size());
        for (std::size_t i = begin; i < end; ++i) {
            model.score_all(model.encode(cases_[i].profile), scores);
            values[i] = ndcg_at_10(scores, ranked_, cases_[i].revealed, cases_[i].relevant);
        }
    };
    domain::for_each_block(cases_.size(), kBlock, domain::thread_count(threads), judge, nullptr);
    return values;
}

std::array<double, kRevealedCounts.size()> Validation::ndcg_by_revealed(
    const domain::RankingModel& model, unsigned threads) const {
    const std::vector<double> values = ndcg_by_case(model, threads);
    std::array<double, kRevealedCounts.size()> sum{};
    std::array<std::size_t, kRevealedCounts.size()> count{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum[cases_[i].revealed_index] += values[i];
        ++count[cases_[i].revealed_index];
    }
    for (std::size_t k = 0; k < sum.size(); ++k)
        if (count[k] > 0) sum[k] /= static_cast<double>(count[k]);
    return sum;
}

double Validation::mean_ndcg(const domain::RankingModel& model, unsigned threads) const {
    const auto by_revealed = ndcg_by_revealed(model, threads);
    return std::accumulate(by_revealed.begin(), by_revealed.end(), 0.0) /
           static_cast<double>(by_revealed.size());
}

double ndcg_at_10(std::span<const float> scores, const std::vector<bool>& ranked,
                  std::span<const domain::MovieIndex> revealed,
                  std::span<const domain::MovieIndex> relevant) {
    struct Entry {
        float score;
        bool relevant;
    };
    // Higher scores first; among equals the irrelevant ones, so that ties cost the model.
    const auto better = [](const Entry& a, const Entry& b) {
        return a.score != b.score ? a.score > b.score : a.relevant < b.relevant;
    };
    std::array<Entry, kCut> top;
    std::size_t filled = 0;
    auto next_revealed = revealed.begin();
    auto next_relevant = relevant.begin();
    for (domain::MovieIndex movie = 0; movie < scores.size(); ++movie) {
        const bool is_revealed = next_revealed != revealed.end() && *next_revealed == movie;
        const bool is_relevant = next_relevant != relevant.end() && *next_relevant == movie;
        if (is_revealed) ++next_revealed;
        if (is_relevant) ++next_relevant;
        if (is_revealed || !ranked[movie]) continue;
        const Entry entry{scores[movie], is_relevant};
        if (filled == kCut && !better(entry, top.back())) continue;
        std::size_t at = filled < kCut ? filled++ : kCut - 1;
        for (; at > 0 && better(entry, top[at - 1]); --at)
            top[at] = top[at - 1];
        top[at] = entry;
    }
    double gain = 0;
    double ideal = 0;
    for (std::size_t rank = 0; rank < kCut; ++rank) {
        const double discount = 1 / std::log2(static_cast<double>(rank) + 2);
        if (rank < filled && top[rank].relevant) gain += discount;
        if (rank < relevant.size()) ideal += discount;
    }
    return gain / ideal;
}

}  // namespace neurec::infrastructure::training
