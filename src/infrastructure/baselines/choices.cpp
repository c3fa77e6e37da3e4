#include "infrastructure/baselines/choices.hpp"

#include <numeric>

namespace neurec::infrastructure::baselines {

ChoiceMatrix::ChoiceMatrix(const domain::Dataset& data, domain::Positives positives)
    : user_offsets{0}, movie_offsets(data.movies().size() + 1) {
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView ratings = data.ratings_of(user);
        for (std::size_t i = 0; i < ratings.size(); ++i) {
            if (positives == domain::Positives::liked && !domain::is_liked(ratings.values[i]))
                continue;
            movie_of.push_back(ratings.movies[i]);
            ++movie_offsets[ratings.movies[i] + 1];
        }
        user_offsets.push_back(movie_of.size());
    }
    std::partial_sum(movie_offsets.begin(), movie_offsets.end(), movie_offsets.begin());

    user_of.resize(movie_of.size());
    std::vector<std::size_t> next(movie_offsets.begin(), movie_offsets.end() - 1);
    for (domain::UserIndex user = 0; user < users(); ++user)
        for (const domain::MovieIndex movie : chosen_by(user))
            user_of[next[movie]++] = user;
}

ProfileChoices::ProfileChoices(const domain::Dataset& data, domain::Positives positives)
    : positives_(positives) {
    position_.reserve(data.movies().size());
    for (domain::MovieIndex i = 0; i < data.movies().size(); ++i)
        position_.emplace(data.movies()[i].id, i);
}

}  // namespace neurec::infrastructure::baselines
