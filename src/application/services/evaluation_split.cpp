#include "application/services/evaluation_split.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

#include "application/services/holdout.hpp"
#include "domain/errors.hpp"
#include "domain/random.hpp"

namespace neurec::application {

namespace {

constexpr std::size_t kNegatives = 99;
constexpr std::uint64_t kRevealStream = 0x72657665616c;
constexpr std::uint64_t kLeaveOneOutStream = 0x6c6f6f;

/// What one held-out user shows who reveals `k` ratings, and what is then to be found.
RankingTask task_of(const domain::Dataset& data, domain::UserIndex user,
                    std::span<const std::size_t> order, std::size_t k,
                    std::span<const std::uint32_t> training_ratings) {
    const domain::RatingsView ratings = data.ratings_of(user);
    const std::size_t shown = revealed_count(k, ratings.size());
    RankingTask task{{data.users()[user].demographics, {}}, {}, {}, {}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t at = order[i];
        const domain::MovieIndex movie = ratings.movies[at];
        if (i < shown) {
            task.profile.ratings.push_back(
                {data.movies()[movie].id, ratings.values[at], ratings.timestamps[at]});
            task.known.push_back(movie);
        } else if (domain::is_liked(ratings.values[at]) && training_ratings[movie] > 0) {
            task.relevant.push_back(movie);
        }
    }
    return task;
}

std::vector<std::size_t> reveal_order_of(const domain::RatingsView& ratings,
                                         std::span<const std::uint32_t> training_ratings,
                                         domain::Random random) {
    std::vector<double> weights(ratings.size());
    std::ranges::transform(ratings.movies, weights.begin(),
                           [&](domain::MovieIndex movie) { return training_ratings[movie]; });
    return reveal_order(weights, random);
}

std::int64_t time_of(const domain::RatingsView& ratings, domain::MovieIndex movie) {
    const auto found = std::ranges::find(ratings.movies, movie);
    assert(found != ratings.movies.end());
    return ratings.timestamps[static_cast<std::size_t>(found - ratings.movies.begin())];
}

/// Position among the user's ratings of the newest one; a random one where no time is known.
std::size_t newest(const domain::RatingsView& ratings, domain::Random& random) {
    const auto latest = std::ranges::max_element(ratings.timestamps);
    if (*latest == domain::kUnknownTime)
        return static_cast<std::size_t>(random.below(ratings.size()));
    return static_cast<std::size_t>(latest - ratings.timestamps.begin());
}

}  // namespace

domain::Dataset with_every_rating_liked(const domain::Dataset& data) {
    std::vector<domain::Rating> ratings;
    ratings.reserve(data.rating_count());
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView own = data.ratings_of(user);
        for (std::size_t i = 0; i < own.size(); ++i)
            ratings.push_back({data.users()[user].id, data.movies()[own.movies[i]].id,
                               domain::kHighestRating, own.timestamps[i]});
    }
    return {data.users(), data.movies(), ratings};
}

EvaluationSplit split_new_users(const domain::Dataset& data, double share,
                                std::span<const int> revealed, std::uint64_t seed) {
    const Holdout holdout = hold_out(data.users().size(), share, seed);
    if (holdout.held_out.empty() || holdout.training.empty())
        throw domain::InvalidInput("Of " + std::to_string(data.users().size()) +
                                   " users none can be held out for a test while others are left "
                                   "to learn from. Import a larger data set.");
    domain::Dataset training = data.with_users(holdout.training);
    const auto training_ratings = training.ratings_per_movie();
    std::vector<EvaluationSetting> settings;
    for (const int k : revealed)
        settings.push_back({"k = " + std::to_string(k), k, {}});

    for (const domain::UserIndex user : holdout.held_out) {
        const auto order = reveal_order_of(data.ratings_of(user), training_ratings,
                                           domain::Random(seed, kRevealStream, user));
        for (EvaluationSetting& setting : settings) {
            RankingTask task = task_of(
                data, user, order, static_cast<std::size_t>(*setting.revealed), training_ratings);
            if (!task.relevant.empty()) setting.tasks.push_back(std::move(task));
        }
    }
    RankedCatalogue catalogue(training, training);
    return {std::to_string(holdout.held_out.size()) + " of " + std::to_string(data.users().size()) +
                " users held out by seed " + std::to_string(seed),
            std::move(training), std::move(catalogue), std::move(settings)};
}

EvaluationSplit split_leave_one_out(const domain::Dataset& data,
                                    const domain::LeaveOneOutSplit& split) {
    std::map<domain::UserIndex, domain::MovieIndex> held_out;
    for (const domain::LeaveOneOutCase& test : split.cases)
        held_out.emplace(test.user, test.held_out);
    domain::Dataset training =
        with_every_rating_liked(data.filtered([&](domain::UserIndex user, std::size_t position) {
            const auto test = held_out.find(user);
            return test == held_out.end() || data.ratings_of(user).movies[position] != test->second;
        }));

    EvaluationSetting setting{"full catalogue", std::nullopt, {}};
    for (const domain::LeaveOneOutCase& test : split.cases) {
        const domain::RatingsView known = training.ratings_of(test.user);
        domain::UserProfile profile = training.profile_of(test.user);
        profile.asked_at = time_of(data.ratings_of(test.user), test.held_out);
        setting.tasks.push_back({std::move(profile),
                                 {known.movies.begin(), known.movies.end()},
                                 {test.held_out},
                                 test.negatives});
    }
    RankedCatalogue catalogue(data, training);
    std::vector<EvaluationSetting> settings;
    settings.push_back(std::move(setting));
    return {split.origin, std::move(training), std::move(catalogue), std::move(settings)};
}

domain::LeaveOneOutSplit sample_leave_one_out(const domain::Dataset& data, std::uint64_t seed) {
    const auto counts = data.ratings_per_movie();
    domain::LeaveOneOutSplit split{
        "each user's newest rating (a random one where no time is known) "
        "and 99 negatives drawn by seed " +
            std::to_string(seed) + "; no published split was found",
        {}};
    std::vector<std::uint8_t> is_rated(data.movies().size());
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView ratings = data.ratings_of(user);
        if (ratings.size() < 2) continue;
        domain::Random random(seed, kLeaveOneOutStream, user);
        domain::LeaveOneOutCase test{user, ratings.movies[newest(ratings, random)], {}};

        std::ranges::fill(is_rated, std::uint8_t{0});
        for (const domain::MovieIndex movie : ratings.movies)
            is_rated[movie] = 1;
        std::vector<domain::MovieIndex> unrated;
        for (domain::MovieIndex movie = 0; movie < counts.size(); ++movie)
            if (counts[movie] > 0 && is_rated[movie] == 0) unrated.push_back(movie);
        random.shuffle(std::span(unrated));
        unrated.resize(std::min(unrated.size(), kNegatives));
        test.negatives = std::move(unrated);
        if (!test.negatives.empty()) split.cases.push_back(std::move(test));
    }
    if (split.cases.empty())
        throw domain::InvalidInput(
            "No user has two ratings and leaves a rated movie unrated: there is nothing to leave "
            "out. Import a larger data set.");
    return split;
}

}  // namespace neurec::application
