#include "infrastructure/training/catalogue_slice.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace neurec::infrastructure::training {

CatalogueSlice::CatalogueSlice(std::vector<bool> rated, std::size_t full_up_to, std::size_t sampled)
    : rated_(std::move(rated)),
      whole_(rated_.size() <= full_up_to),
      sampled_(sampled),
      position_(rated_.size(), -1) {
    for (domain::MovieIndex movie = 0; movie < rated_.size(); ++movie)
        if (rated_[movie]) rated_movies_.push_back(movie);
    if (!whole_) return;
    movies_.resize(rated_.size());
    std::iota(movies_.begin(), movies_.end(), std::int64_t{0});
    position_ = movies_;
    for (const bool is_rated : rated_)
        corrections_.push_back(is_rated ? 0.0F : kNever);
}

void CatalogueSlice::choose(std::span<const domain::MovieIndex> targets, domain::Random& random) {
    if (whole_) return;
    for (const std::int64_t movie : movies_)
        position_[static_cast<std::size_t>(movie)] = -1;
    movies_.clear();
    const auto take = [&](domain::MovieIndex movie) {
        if (position_[movie] >= 0) return false;
        position_[movie] = static_cast<std::int64_t>(movies_.size());
        movies_.push_back(movie);
        return true;
    };
    for (const domain::MovieIndex target : targets)
        take(target);
    const std::size_t named = movies_.size();
    const std::size_t others = rated_movies_.size() - named;
    const std::size_t wanted = std::min(sampled_, others);
    if (wanted == others)
        for (const domain::MovieIndex movie : rated_movies_)
            take(movie);
    while (movies_.size() < named + wanted)
        take(rated_movies_[random.below(rated_movies_.size())]);
    corrections_.assign(named, 0.0F);
    corrections_.resize(
        named + wanted,
        wanted == 0 ? 0.0F : std::log(static_cast<float>(others) / static_cast<float>(wanted)));
}

}  // namespace neurec::infrastructure::training
