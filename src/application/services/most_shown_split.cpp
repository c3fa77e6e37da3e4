#include "application/services/most_shown_split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "application/services/holdout.hpp"
#include "domain/errors.hpp"
#include "domain/random.hpp"

namespace neurec::application {

namespace {

constexpr std::uint64_t kShownStream = 0x73686f776e;

RankingTask task_of(const domain::Dataset& data, domain::UserIndex user,
                    std::span<const std::uint32_t> training_ratings, domain::Random random) {
    const domain::RatingsView ratings = data.ratings_of(user);
    std::vector<std::size_t> order(ratings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(std::span(order));
    const auto shown = revealed_count(
        static_cast<std::size_t>(std::llround(kMostShownShare * static_cast<double>(order.size()))),
        order.size());
    RankingTask task{{data.users()[user].demographics, {}}, {}, {}, {}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const domain::MovieIndex movie = ratings.movies[order[i]];
        if (i < shown) {
            task.profile.ratings.push_back(
                {data.movies()[movie].id, ratings.values[order[i]], ratings.timestamps[order[i]]});
            task.known.push_back(movie);
        } else if (training_ratings[movie] > 0) {
            task.relevant.push_back(movie);
        }
    }
    return task;
}

}  // namespace

EvaluationSplit split_most_shown(const domain::Dataset& data, std::uint64_t seed) {
    const std::size_t users = data.users().size();
    const std::size_t wanted = std::min(kMostShownUsers, users / 2);
    if (wanted == 0)
        throw domain::InvalidInput("Of " + std::to_string(users) +
                                   " users none can be held out for a test while others are left "
                                   "to learn from. Import a larger data set.");
    const Holdout holdout =
        hold_out(users, static_cast<double>(wanted) / static_cast<double>(users), seed);
    const domain::Dataset positive = with_every_rating_liked(data);
    domain::Dataset training = positive.with_users(holdout.training);
    const auto training_ratings = training.ratings_per_movie();
    EvaluationSetting setting{"80% shown", std::nullopt, {}};
    for (const domain::UserIndex user : holdout.held_out) {
        RankingTask task =
            task_of(positive, user, training_ratings, domain::Random(seed, kShownStream, user));
        if (!task.relevant.empty()) setting.tasks.push_back(std::move(task));
    }
    RankedCatalogue catalogue(training, training);
    std::vector<EvaluationSetting> settings;
    settings.push_back(std::move(setting));
    return {std::to_string(holdout.held_out.size()) + " of " + std::to_string(users) +
                " users held out by seed " + std::to_string(seed) + ", every rating positive",
            std::move(training), std::move(catalogue), std::move(settings)};
}

}  // namespace neurec::application
