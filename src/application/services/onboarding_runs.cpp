#include "application/services/onboarding_runs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

#include "application/services/genre_table.hpp"
#include "application/services/onboarding_order.hpp"

namespace neurec::application {

namespace {

constexpr std::array kShown = {0, 5, 10, 20, 40, 80};
constexpr auto kMostShown = static_cast<std::size_t>(kShown.back());

std::vector<domain::MovieIndex> by_likes(std::span<const std::uint32_t> likes) {
    std::vector<domain::MovieIndex> order(likes.size());
    std::iota(order.begin(), order.end(), domain::MovieIndex{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](domain::MovieIndex movie) { return likes[movie]; });
    return order;
}

/// What a user who is shown the first movies of a list says, and what is then to be found.
class Newcomers {
  public:
    Newcomers(const domain::Dataset& data, const domain::Dataset& training,
              std::vector<domain::MovieIndex> never_ranked)
        : data_(data),
          training_ratings_(training.ratings_per_movie()),
          never_ranked_(std::move(never_ranked)),
          is_ranked_(data.movies().size(), true) {
        for (const domain::MovieIndex movie : never_ranked_)
            is_ranked_[movie] = false;
    }

    [[nodiscard]] RankingTask task(domain::UserIndex user,
                                   std::span<const domain::MovieIndex> shown) const {
        const domain::RatingsView ratings = data_.ratings_of(user);
        RankingTask task{{data_.users()[user].demographics, {}}, never_ranked_, {}, {}};
        for (std::size_t i = 0; i < ratings.size(); ++i) {
            const domain::MovieIndex movie = ratings.movies[i];
            if (std::ranges::find(shown, movie) != shown.end())
                task.profile.ratings.push_back(
                    {data_.movies()[movie].id, ratings.values[i], ratings.timestamps[i]});
            if (is_ranked_[movie] && training_ratings_[movie] > 0 &&
                domain::is_liked(ratings.values[i]))
                task.relevant.push_back(movie);
        }
        return task;
    }

  private:
    const domain::Dataset& data_;
    std::vector<std::uint32_t> training_ratings_;
    std::vector<domain::MovieIndex> never_ranked_;
    std::vector<bool> is_ranked_;
};

std::string one_decimal(double value) {
    const long tenths = std::lround(value * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

OnboardingRun run_of(std::string name, const Newcomers& newcomers,
                     std::span<const domain::UserIndex> users,
                     std::span<const domain::MovieIndex> order) {
    OnboardingRun run{std::move(name), "answers of those shown:", {}};
    for (const int count : kShown) {
        const auto shown = order.first(std::min(static_cast<std::size_t>(count), order.size()));
        EvaluationSetting setting{std::to_string(count) + " shown", count, {}};
        std::size_t answers = 0;
        for (const domain::UserIndex user : users) {
            RankingTask task = newcomers.task(user, shown);
            if (task.relevant.empty()) continue;
            answers += task.profile.ratings.size();
            setting.tasks.push_back(std::move(task));
        }
        const auto people = static_cast<double>(std::max<std::size_t>(1, setting.tasks.size()));
        if (count > 0)
            run.description.append(" ")
                .append(one_decimal(static_cast<double>(answers) / people))
                .append(" of ")
                .append(std::to_string(count));
        run.settings.push_back(std::move(setting));
    }
    return run;
}

/// As the endpoint fills its genres with `strategy=informative`: these, and then the most liked
/// others.
std::vector<domain::MovieIndex> informative_first(std::span<const domain::MovieIndex> informative,
                                                  std::span<const domain::MovieIndex> popular) {
    std::vector<domain::MovieIndex> order(informative.begin(), informative.end());
    std::ranges::copy_if(popular, std::back_inserter(order), [&](domain::MovieIndex movie) {
        return std::ranges::find(informative, movie) == informative.end();
    });
    return order;
}

}  // namespace

std::vector<OnboardingRun> onboarding_runs(const domain::Dataset& data,
                                           std::span<const domain::UserIndex> users,
                                           const domain::Dataset& training,
                                           const domain::RankingModel& model) {
    const std::vector<domain::MovieIndex> popular = by_likes(training.likes_per_movie());
    const GenreTable genres(training.movies());
    const auto by_genre = popular_by_genre(popular, genres, kMostShown);
    const auto informative = most_informative(model, popular, kMostShown);
    const auto in_turns =
        popular_by_genre(informative_first(informative, popular), genres, kMostShown);

    std::vector<domain::MovieIndex> never_ranked;
    for (const auto* shown : {&by_genre, &informative, &in_turns})
        never_ranked.insert(never_ranked.end(), shown->begin(), shown->end());
    std::ranges::sort(never_ranked);
    const auto repeated = std::ranges::unique(never_ranked);
    never_ranked.erase(repeated.begin(), repeated.end());

    const Newcomers newcomers(data, training, std::move(never_ranked));
    std::vector<OnboardingRun> runs;
    runs.push_back(run_of("popular by genre", newcomers, users, by_genre));
    runs.push_back(run_of("informative", newcomers, users, informative));
    runs.push_back(run_of("informative by genre", newcomers, users, in_turns));
    return runs;
}

}  // namespace neurec::application
