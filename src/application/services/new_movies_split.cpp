#include "application/services/new_movies_split.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "application/services/holdout.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// [movies]: whether the movie is held out.
std::vector<bool> draw_movies(const domain::Dataset& data, double share, std::uint64_t seed) {
    const auto counts = data.ratings_per_movie();
    std::vector<domain::MovieIndex> eligible;
    for (domain::MovieIndex movie = 0; movie < counts.size(); ++movie)
        if (counts[movie] >= kFewestRatingsOfHeldOutMovie) eligible.push_back(movie);
    std::vector<bool> held_out(counts.size());
    for (const std::uint32_t at : hold_out(eligible.size(), share, seed).held_out)
        held_out[eligible[at]] = true;
    return held_out;
}

std::vector<domain::MovieIndex> liked_among(const domain::RatingsView& ratings,
                                            const std::vector<bool>& held_out) {
    std::vector<domain::MovieIndex> liked;
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (held_out[ratings.movies[i]] && domain::is_liked(ratings.values[i]))
            liked.push_back(ratings.movies[i]);
    return liked;
}

}  // namespace

EvaluationSplit split_new_movies(const domain::Dataset& data, double share, std::uint64_t seed) {
    const std::vector<bool> held_out = draw_movies(data, share, seed);
    const auto is_held_out = [&](domain::UserIndex user, std::size_t position) {
        return held_out[data.ratings_of(user).movies[position]];
    };
    domain::Dataset training = data.filtered(std::not_fn(is_held_out));
    RankedCatalogue catalogue(data.filtered(is_held_out), training);
    if (catalogue.ranked.empty() || training.rating_count() == 0)
        throw domain::InvalidInput(
            "Too few movies have " + std::to_string(kFewestRatingsOfHeldOutMovie) +
            " ratings for some to be held out while others are left to learn from. Import a "
            "larger data set, or hold out another share (--holdout).");

    EvaluationSetting setting{"new movies", std::nullopt, {}};
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        auto relevant = liked_among(data.ratings_of(user), held_out);
        if (!relevant.empty())
            setting.tasks.push_back({training.profile_of(user), {}, std::move(relevant), {}});
    }
    std::string description = std::to_string(catalogue.ranked.size()) + " of " +
                              std::to_string(data.movies().size()) + " movies held out by seed " +
                              std::to_string(seed);
    std::vector<EvaluationSetting> settings;
    settings.push_back(std::move(setting));
    return {std::move(description), std::move(training), std::move(catalogue), std::move(settings)};
}

}  // namespace neurec::application
