#include "infrastructure/training/history_batch.hpp"

#include <algorithm>
#include <cmath>

namespace neurec::infrastructure::training {

void BagArrays::clear() {
    offsets.assign(1, 0);
    rows.clear();
    weights.clear();
}

void BagArrays::close(float weight) {
    weights.resize(rows.size(), weight);
    offsets.push_back(static_cast<std::int64_t>(rows.size()));
}

HistoryBatchBuilder::HistoryBatchBuilder(const domain::Dataset& data,
                                         const deep_learning::UserFeatureEncoder& encoder,
                                         std::span<const float> weights, const RevealRecipe& recipe)
    : data_(data),
      encoder_(encoder),
      recipe_(recipe),
      equal_weights_(weights.size(), 1.0F),
      well_known_first_(weights),
      any_(equal_weights_) {}

const HistoryBatch& HistoryBatchBuilder::build(std::span<const domain::UserIndex> users,
                                               domain::Random& random) {
    batch_.users = 0;
    batch_.features.resize(users.size() * encoder_.size());
    batch_.liked.clear();
    batch_.disliked.clear();
    batch_.revealed_user.clear();
    batch_.revealed_movie.clear();
    batch_.target_user.clear();
    batch_.target_movie.clear();
    batch_.target_weight.clear();
    for (const domain::UserIndex user : users)
        add_user(user, random);
    return batch_;
}

std::size_t HistoryBatchBuilder::draw_count(std::size_t ratings, domain::Random& random) const {
    const double kind = random.uniform();
    if (kind < recipe_.none_share) return 0;
    if (kind < recipe_.none_share + recipe_.few_share) return random.below(recipe_.few_at_most + 1);
    return static_cast<std::size_t>(random.uniform() * recipe_.largest_part *
                                    static_cast<double>(ratings));
}

domain::Demographics HistoryBatchBuilder::draw_known(domain::Demographics all,
                                                     domain::Random& random) const {
    if (random.uniform() < recipe_.no_demographics_share) return {};
    if (random.uniform() < recipe_.no_field_share) all.age.reset();
    if (random.uniform() < recipe_.no_field_share) all.gender.reset();
    if (random.uniform() < recipe_.no_field_share) all.occupation.reset();
    return all;
}

void HistoryBatchBuilder::add_user(domain::UserIndex user, domain::Random& random) {
    const domain::RatingsView ratings = data_.ratings_of(user);
    const std::size_t count = draw_count(ratings.size(), random);
    RevealSampler& sampler = random.uniform() < recipe_.any_movie_share ? any_ : well_known_first_;
    const domain::Demographics known = draw_known(data_.users()[user].demographics, random);

    revealed_.assign(ratings.size(), false);
    for (const std::uint32_t at : sampler.draw(ratings.movies, count, random))
        revealed_[at] = true;

    deep_learning::HistoryCounts counts;
    const auto row = static_cast<std::uint32_t>(batch_.users++);
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        if (!revealed_[i]) continue;
        const bool liked = domain::is_liked(ratings.values[i]);
        ++(liked ? counts.liked : counts.disliked);
        (liked ? batch_.liked : batch_.disliked).rows.push_back(ratings.movies[i]);
        batch_.revealed_user.push_back(row);
        batch_.revealed_movie.push_back(ratings.movies[i]);
    }
    batch_.liked.close(deep_learning::bag_weight(counts.liked));
    batch_.disliked.close(deep_learning::bag_weight(counts.disliked));

    encoder_.encode(known, counts,
                    std::span(batch_.features).subspan(row * encoder_.size(), encoder_.size()));
    add_targets(ratings);
}

void HistoryBatchBuilder::add_targets(domain::RatingsView ratings) {
    const std::size_t before = batch_.target_movie.size();
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (!revealed_[i] && domain::is_liked(ratings.values[i]))
            batch_.target_movie.push_back(ratings.movies[i]);
    const std::size_t targets = batch_.target_movie.size() - before;
    batch_.target_user.resize(batch_.target_movie.size(),
                              static_cast<std::uint32_t>(batch_.users - 1));
    batch_.target_weight.resize(batch_.target_movie.size(),
                                1 / std::sqrt(static_cast<float>(targets) + 1));
}

}  // namespace neurec::infrastructure::training
