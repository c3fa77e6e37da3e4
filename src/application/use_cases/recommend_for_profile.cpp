#include "application/use_cases/recommend_for_profile.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "application/dtos/invalid_request.hpp"
#include "application/services/explainer.hpp"
#include "application/services/unknown_genre.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

using domain::MovieIndex;

/// Of the ranking, diversity re-orders this many movies for each one wanted.
constexpr std::size_t kDiversityPoolPerMovie = 10;
constexpr std::size_t kSmallestDiversityPool = 100;

struct Scratch {
    CandidateScratch candidates;
    RankingScratch ranking;
};

/// One a thread and kept: a request allocates nothing for the catalogue's size.
[[nodiscard]] Scratch& thread_scratch() {
    thread_local Scratch scratch;
    return scratch;
}

[[nodiscard]] std::optional<domain::Gender> gender_of(std::optional<GenderLetter> letter) {
    if (!letter) return std::nullopt;
    return *letter == GenderLetter::F ? domain::Gender::female : domain::Gender::male;
}

/// The ratings in order, each movie once, with the stars that it was given last.
[[nodiscard]] std::vector<domain::RatedMovie> last_ratings(
    const std::vector<ProfileRating>& ratings) {
    std::vector<domain::RatedMovie> result;
    result.reserve(ratings.size());
    std::unordered_map<std::int64_t, std::size_t> places;
    for (const ProfileRating& each : ratings) {
        const auto [place, is_new] = places.emplace(each.movie_id, result.size());
        if (is_new)
            result.push_back({domain::MovieId{each.movie_id}, each.rating});
        else
            result[place->second].rating = each.rating;
    }
    return result;
}

[[nodiscard]] MovieFilter filter_for(const NewUserRecommendationRequest& request,
                                     const ServedModel& model) {
    std::vector<GenreIndex> wanted;
    std::vector<FieldFault> faults;
    const std::vector<std::string> none;
    const std::vector<std::string>& names = request.genres ? *request.genres : none;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const auto genre = model.genres.find(names[i]))
            wanted.push_back(*genre);
        else
            faults.push_back(unknown_genre({"body", "genres", static_cast<std::int64_t>(i)},
                                           names[i], model.genres.names()));
    }
    if (!faults.empty()) throw InvalidRequest(std::move(faults));
    return {GenreFilter(model.genres, wanted),
            model.years,
            {.from = request.year_from, .to = request.year_to}};
}

/// Those of the asked-for movies that exist, are not rated and pass the filter, each once.
[[nodiscard]] std::span<const MovieIndex> asked_for(const std::vector<std::int64_t>& ids,
                                                    const ServedModel& model,
                                                    const domain::EncodedUser& user,
                                                    const MovieFilter& filter,
                                                    CandidateScratch& scratch) {
    scratch.taken.clear(model.ranking->movies().size());
    scratch.candidates.clear();
    for (const MovieIndex rated : user.rated)
        scratch.taken.insert(rated);
    for (const std::int64_t id : ids)
        if (const auto movie = model.ranking->index_of(domain::MovieId{id}))
            if (filter(*movie) && scratch.taken.insert(*movie))
                scratch.candidates.push_back(*movie);
    return scratch.candidates;
}

[[nodiscard]] domain::Durations& stage(domain::Metrics& metrics, const char* name) {
    return metrics.durations("neurec_recommendation_stage_seconds",
                             "What the stages of a recommendation take.", {{"stage", name}});
}

[[nodiscard]] RecommendedMovie public_form(const domain::Movie& movie, float score) {
    return {movie.id.value, movie.title, movie.genres, score, std::nullopt};
}

}  // namespace

RecommendForProfile::RecommendForProfile(const ModelProvider& models,
                                         domain::UserProfileRepository& profiles,
                                         domain::MovieRepository& movies,
                                         const domain::Clock& clock, CandidateGenerator generate,
                                         domain::Metrics& metrics)
    : models_(models),
      profiles_(profiles),
      movies_(movies),
      clock_(clock),
      generate_(generate),
      stages_(metrics) {}

RecommendForProfile::Stages::Stages(domain::Metrics& metrics)
    : profile(stage(metrics, "profile")),
      features(stage(metrics, "features")),
      candidates(stage(metrics, "candidates")),
      ranking(stage(metrics, "ranking")) {}

RecommendationResultResponse RecommendForProfile::operator()(
    const NewUserRecommendationRequest& request) const {
    return answer(request, *models_.require());
}

RecommendationResultResponse RecommendForProfile::operator()(
    domain::UserId user, const OwnRecommendationsQuery& query) const {
    const auto model = models_.require();
    if (query.genre && !model->genres.find(*query.genre))
        throw InvalidRequest(
            {unknown_genre({"query", "genre"}, *query.genre, model->genres.names())});
    NewUserRecommendationRequest request;
    request.user_id = user.value;
    request.num_recommendations = query.n;
    if (query.genre) request.genres = {*query.genre};
    request.diversity = query.diversity;
    request.explain = query.explain;
    return answer(request, *model);
}

RecommendationResultResponse RecommendForProfile::answer(
    const NewUserRecommendationRequest& request, const ServedModel& model) const {
    domain::StageClock clock;
    const domain::UserProfile profile = profile_for(request, model);
    clock.ends(stages_.profile);
    const domain::EncodedUser user = model.ranking->encode(profile);
    clock.ends(stages_.features);
    const std::vector<ScoredMovie> best = best_movies(request, model, user, clock);
    clock.ends(stages_.ranking);

    RecommendationResultResponse response;
    response.user_id = request.user_id ? std::to_string(*request.user_id) : "anonymous";
    response.recommendations.reserve(best.size());
    for (const ScoredMovie& each : best)
        response.recommendations.push_back(
            public_form(model.ranking->movies()[each.movie], each.score));
    if (request.explain.value_or(false)) {
        auto reasons = explain(*model.ranking, profile, best);
        for (std::size_t i = 0; i < best.size(); ++i)
            response.recommendations[i].reasons = std::move(reasons[i]);
    }
    return response;
}

domain::UserProfile RecommendForProfile::profile_for(const NewUserRecommendationRequest& request,
                                                     const ServedModel& model) const {
    if (request.user_id) {
        if (auto profile = profiles_.find(domain::UserId{*request.user_id})) {
            profile->asked_at = clock_.now();
            return *std::move(profile);
        }
        throw domain::NotFound("User not found");
    }
    domain::UserProfile profile;
    profile.demographics = {
        .age = request.age, .gender = gender_of(request.gender), .occupation = request.occupation};
    if (request.ratings) {
        check_movies_exist(*request.ratings, model);
        profile.ratings = last_ratings(*request.ratings);
    }
    return profile;
}

void RecommendForProfile::check_movies_exist(const std::vector<ProfileRating>& ratings,
                                             const ServedModel& model) const {
    std::vector<FieldFault> faults;
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        const domain::MovieId id{ratings[i].movie_id};
        // The database knows movies that came after the model's catalogue was read.
        if (model.ranking->index_of(id) || movies_.find(id)) continue;
        faults.push_back({{"body", "ratings", static_cast<std::int64_t>(i), "movie_id"},
                          "there is no movie " + std::to_string(id.value),
                          id.value});
    }
    if (!faults.empty()) throw InvalidRequest(std::move(faults));
}

std::vector<ScoredMovie> RecommendForProfile::best_movies(
    const NewUserRecommendationRequest& request, const ServedModel& model,
    const domain::EncodedUser& user, domain::StageClock& clock) const {
    const auto wanted = static_cast<std::size_t>(request.num_recommendations);
    const double diversity = request.diversity.value_or(0);
    const std::size_t pool =
        diversity > 0 ? std::max(kSmallestDiversityPool, wanted * kDiversityPoolPerMovie) : wanted;

    const MovieFilter filter = filter_for(request, model);
    Scratch& scratch = thread_scratch();
    const Strategy strategy =
        request.strategy.value_or(generate_.default_strategy(model.ranking->movies().size()));
    const auto candidates =
        request.candidates ? asked_for(*request.candidates, model, user, filter, scratch.candidates)
                           : generate_(model, user, strategy, filter, pool, scratch.candidates);
    clock.ends(stages_.candidates);
    const auto ranked = rank(*model.ranking, user, candidates, pool, scratch.ranking);
    if (diversity > 0) return diversified(ranked, wanted, diversity, model.genres);
    return {ranked.begin(), ranked.end()};
}

}  // namespace neurec::application
