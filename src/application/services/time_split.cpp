#include "application/services/time_split.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "application/services/timestamps.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// The first moment of the test part.
std::int64_t moment_of(const domain::Dataset& data, double share) {
    std::vector<std::int64_t> times;
    for (const std::int64_t time : data.all_ratings().timestamps)
        if (time != domain::kUnknownTime) times.push_back(time);
    std::ranges::sort(times);
    const auto before = static_cast<std::size_t>(static_cast<double>(times.size()) * (1 - share));
    const auto moment = times.begin() + static_cast<std::ptrdiff_t>(std::min(before, times.size()));
    if (moment == times.end() || *moment == times.front())
        throw domain::InvalidInput(
            "The ratings cannot be split at a moment: they have no times, or all the same. "
            "Evaluate on another protocol.");
    return *moment;
}

RankingTask task_of(const domain::Dataset& data, domain::UserIndex user, std::int64_t moment,
                    std::span<const std::uint32_t> rated_before) {
    const domain::RatingsView ratings = data.ratings_of(user);
    RankingTask task{{data.users()[user].demographics, {}, moment}, {}, {}, {}};
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        const domain::MovieIndex movie = ratings.movies[i];
        if (ratings.timestamps[i] < moment) {
            task.profile.ratings.push_back(
                {data.movies()[movie].id, ratings.values[i], ratings.timestamps[i]});
            task.known.push_back(movie);
        } else if (domain::is_liked(ratings.values[i]) && rated_before[movie] > 0) {
            task.relevant.push_back(movie);
        }
    }
    return task;
}

domain::Dataset before_moment(const domain::Dataset& data, std::int64_t moment) {
    const domain::Dataset rated = data.filtered([&](domain::UserIndex user, std::size_t position) {
        return data.ratings_of(user).timestamps[position] < moment;
    });
    std::vector<domain::UserIndex> users;
    for (domain::UserIndex user = 0; user < rated.users().size(); ++user)
        if (rated.ratings_of(user).size() > 0) users.push_back(user);
    return rated.with_users(users);
}

}  // namespace

EvaluationSplit split_by_time(const domain::Dataset& data, double share) {
    const std::int64_t moment = moment_of(data, share);
    domain::Dataset training = before_moment(data, moment);
    const auto rated_before = training.ratings_per_movie();
    EvaluationSetting everybody{"everybody", std::nullopt, {}};
    EvaluationSetting known{"known before", std::nullopt, {}};
    EvaluationSetting newcomers{"newcomers", std::nullopt, {}};
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        RankingTask task = task_of(data, user, moment, rated_before);
        if (task.relevant.empty()) continue;
        (task.known.empty() ? newcomers : known).tasks.push_back(task);
        everybody.tasks.push_back(std::move(task));
    }
    if (everybody.tasks.empty())
        throw domain::InvalidInput("Nobody likes anything after " + rfc3339_text(moment) +
                                   " that was rated before. Hold out another share (--holdout).");
    std::string description = "ratings from " + rfc3339_text(moment) + " on held out, " +
                              std::to_string(everybody.tasks.size()) + " users have some to find";
    RankedCatalogue catalogue(training, training);
    std::vector<EvaluationSetting> settings;
    for (EvaluationSetting* setting : {&everybody, &known, &newcomers})
        if (!setting->tasks.empty()) settings.push_back(std::move(*setting));
    return {std::move(description), std::move(training), std::move(catalogue), std::move(settings)};
}

}  // namespace neurec::application
