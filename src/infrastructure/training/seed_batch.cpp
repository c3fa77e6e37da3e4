#include "infrastructure/training/seed_batch.hpp"

#include <algorithm>

namespace neurec::infrastructure::training {

NegativeSampler::NegativeSampler(const domain::Dataset& data) : data_(data), rated_begin_{0} {
    rated_movies_.reserve(data.rating_count());
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView ratings = data.ratings_of(user);
        for (std::size_t i = 0; i < ratings.size(); ++i) {
            if (!domain::is_liked(ratings.values[i])) continue;
            positive_user_.push_back(user);
            positive_movie_.push_back(ratings.movies[i]);
        }
        rated_movies_.insert(rated_movies_.end(), ratings.movies.begin(), ratings.movies.end());
        std::sort(rated_movies_.begin() + static_cast<std::ptrdiff_t>(rated_begin_.back()),
                  rated_movies_.end());
        rated_begin_.push_back(rated_movies_.size());
    }
}

bool NegativeSampler::has_rated(domain::UserIndex user, domain::MovieIndex movie) const {
    const auto begin = rated_movies_.begin();
    return std::binary_search(begin + static_cast<std::ptrdiff_t>(rated_begin_[user]),
                              begin + static_cast<std::ptrdiff_t>(rated_begin_[user + 1]), movie);
}

const PairBatch& NegativeSampler::draw(std::span<const std::uint32_t> positions,
                                       domain::Random& random) {
    batch_.users.clear();
    batch_.movies.clear();
    batch_.labels.clear();
    const auto add = [&](domain::UserIndex user, domain::MovieIndex movie, float label) {
        batch_.users.push_back(user);
        batch_.movies.push_back(movie);
        batch_.labels.push_back(label);
    };
    const std::size_t movies = data_.movies().size();
    for (const std::uint32_t position : positions) {
        const domain::UserIndex user = positive_user_[position];
        add(user, positive_movie_[position], 1);
        if (rated_begin_[user + 1] - rated_begin_[user] >= movies) continue;
        for (std::size_t negative = 0; negative < kNegativesAPositive; ++negative) {
            domain::MovieIndex movie = 0;
            do
                movie = static_cast<domain::MovieIndex>(random.below(movies));
            while (has_rated(user, movie));
            add(user, movie, 0);
        }
    }
    return batch_;
}

}  // namespace neurec::infrastructure::training
