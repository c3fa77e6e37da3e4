#include "infrastructure/training/recency_boost.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "infrastructure/deep_learning/recency.hpp"

namespace neurec::infrastructure::training {

namespace {

/// What a user liked, oldest first.
struct Likes {
    std::vector<domain::MovieIndex> movies;
    std::vector<std::int64_t> timestamps;
};

Likes likes_of(const domain::RatingsView& ratings) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (domain::is_liked(ratings.values[i])) order.push_back(i);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return ratings.timestamps[i]; });
    Likes likes;
    for (const std::size_t i : order) {
        likes.movies.push_back(ratings.movies[i]);
        likes.timestamps.push_back(ratings.timestamps[i]);
    }
    return likes;
}

/// Users whose likes are enough and all have a time, evenly chosen where they are too many.
std::vector<domain::UserIndex> users_to_ask(const domain::Dataset& training,
                                            const RecencySettings& settings) {
    std::vector<domain::UserIndex> users;
    for (domain::UserIndex user = 0; user < training.users().size(); ++user) {
        const Likes likes = likes_of(training.ratings_of(user));
        if (likes.movies.size() < std::max<std::size_t>(2, settings.fewest_likes) ||
            likes.timestamps.front() == domain::kUnknownTime)
            continue;
        const std::int64_t newest_of_others = likes.timestamps.end()[-2];
        if (deep_learning::is_in_session(newest_of_others, likes.timestamps.back(),
                                         settings.session))
            users.push_back(user);
    }
    if (users.size() <= settings.most_users) return users;
    std::vector<domain::UserIndex> chosen;
    chosen.reserve(settings.most_users);
    for (std::size_t i = 0; i < settings.most_users; ++i)
        chosen.push_back(users[i * users.size() / settings.most_users]);
    return chosen;
}

/// Asks one user after the other, with the memory for one.
class NewestLike {
  public:
    NewestLike(const domain::Dataset& training, const deep_learning::ItemItemPath& path, float span)
        : training_(training),
          path_(path),
          span_(span),
          alike_(training.movies().size()),
          recent_(training.movies().size()),
          is_rated_(training.movies().size()) {}

    /// Adds 1/log₂(rank + 1) of the user's newest like with each boost to `gains`.
    void ask(domain::UserIndex user, std::span<const float> boosts, std::span<double> gains) {
        const domain::RatingsView ratings = training_.ratings_of(user);
        const Likes likes = likes_of(ratings);
        add_up(likes);
        for (const domain::MovieIndex movie : ratings.movies)
            is_rated_[movie] = true;
        for (std::size_t i = 0; i < boosts.size(); ++i)
            gains[i] += 1 / std::log2(rank_of(likes.movies.back(), boosts[i]) + 1);
        for (const domain::MovieIndex movie : ratings.movies)
            is_rated_[movie] = false;
    }

  private:
    /// The path's sums over all likes but the newest, each counted once and by its decay.
    void add_up(const Likes& likes) {
        const std::size_t shown = likes.movies.size() - 1;
        const std::vector<float> decays =
            deep_learning::recency_decays(std::span(likes.timestamps).first(shown), span_);
        std::ranges::fill(alike_, 0.0F);
        std::ranges::fill(recent_, 0.0F);
        for (std::size_t like = 0; like < shown; ++like) {
            const domain::MovieIndex movie = likes.movies[like];
            for (std::uint32_t i = path_.begin[movie]; i < path_.begin[movie + 1]; ++i) {
                alike_[path_.movie[i]] += path_.coefficient[i];
                recent_[path_.movie[i]] += decays[like] * path_.coefficient[i];
            }
        }
    }

    /// Among the unrated movies, from 1; of equal scores, the others come first.
    [[nodiscard]] double rank_of(domain::MovieIndex movie, float boost) const {
        const float score = alike_[movie] + boost * recent_[movie];
        double rank = 1;
        for (std::size_t other = 0; other < alike_.size(); ++other)
            if (!is_rated_[other] && alike_[other] + boost * recent_[other] >= score) ++rank;
        return rank;
    }

    const domain::Dataset& training_;
    const deep_learning::ItemItemPath& path_;
    float span_;
    std::vector<float> alike_;   ///< [movies]
    std::vector<float> recent_;  ///< [movies]
    std::vector<bool> is_rated_;
};

}  // namespace

std::optional<deep_learning::Recency> learn_recency(const domain::Dataset& training,
                                                    const deep_learning::ItemItemPath& path,
                                                    const RecencySettings& settings) {
    const std::vector<domain::UserIndex> users = users_to_ask(training, settings);
    if (users.size() < settings.fewest_users) return std::nullopt;
    NewestLike newest_like(training, path, settings.span);
    std::array<double, std::tuple_size_v<decltype(settings.boosts)>> gains{};
    for (const domain::UserIndex user : users)
        newest_like.ask(user, settings.boosts, gains);
    const float boost =
        settings.boosts[static_cast<std::size_t>(std::ranges::max_element(gains) - gains.begin())];
    if (boost == 0) return std::nullopt;
    return deep_learning::Recency{boost, settings.span, settings.session};
}

}  // namespace neurec::infrastructure::training
