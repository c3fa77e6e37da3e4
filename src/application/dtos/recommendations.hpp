#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "application/dtos/year_range.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::application {

/// Where the movies that are ranked come from.
enum class Strategy : std::uint8_t {
    exhaustive,     ///< the whole catalogue
    hybrid,         ///< popular, collaborative and content candidates together
    popularity,     ///< the most liked
    collaborative,  ///< what similar people liked, and what goes with the liked movies
    content,        ///< movies like the liked ones
};
BOOST_DESCRIBE_ENUM(Strategy, exhaustive, hybrid, popularity, collaborative, content)

/// Genders by the letters of the API.
enum class GenderLetter : std::uint8_t { M, F };
BOOST_DESCRIBE_ENUM(GenderLetter, M, F)

/// A rating in an inline profile.
struct ProfileRating {
    std::int64_t movie_id = 0;
    float rating = 0;
};
BOOST_DESCRIBE_STRUCT(ProfileRating, (), (movie_id, rating))

/// A user who is known here (`user_id`), or what somebody tells about themselves, or nothing at
/// all.
struct NewUserRecommendationRequest {
    std::optional<std::int64_t> user_id;
    int num_recommendations = 10;
    std::optional<int> age;
    std::optional<GenderLetter> gender;
    std::optional<int> occupation;
    std::optional<std::vector<ProfileRating>> ratings;
    std::optional<std::vector<std::int64_t>> candidates;
    std::optional<std::vector<std::string>> genres;
    std::optional<int> year_from;
    std::optional<int> year_to;
    std::optional<Strategy> strategy;
    std::optional<double> diversity;
    std::optional<bool> explain;
};
BOOST_DESCRIBE_STRUCT(NewUserRecommendationRequest, (),
                      (user_id, num_recommendations, age, gender, occupation, ratings, candidates,
                       genres, year_from, year_to, strategy, diversity, explain))

/// A request is about a known user or carries its profile, not both; its years are in order.
[[nodiscard]] inline std::optional<std::string_view> broken_rule(
    const NewUserRecommendationRequest& request) {
    const bool has_profile = request.age || request.gender || request.occupation || request.ratings;
    if (request.user_id && has_profile)
        return "give a user_id or an inline profile (age, gender, occupation, ratings), not both";
    return broken_year_rule(request);
}

/// Whose data the request asks for; nobody's where the profile is inline.
[[nodiscard]] inline std::optional<std::int64_t> subject_of(
    const NewUserRecommendationRequest& request) {
    return request.user_id;
}

template <>
inline constexpr Constraints kConstraints<&ProfileRating::rating> = {
    .description = "Stars", .minimum = domain::kLowestRating, .maximum = domain::kHighestRating};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::user_id> = {
    .description = "A user who is known here; excludes the inline profile"};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::num_recommendations> = {
    .description = "Movies wanted", .has_default = true, .minimum = 1, .maximum = 100};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::age> = {
    .description = "Years", .minimum = 0, .maximum = domain::kHighestAge};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::occupation> = {
    .description = "MovieLens 1M's occupation code",
    .minimum = 0,
    .maximum = domain::kOccupations - 1};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::ratings> = {
    .description = "What the person has rated; of a movie that is there twice, the last counts",
    .max_length = 10'000};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::candidates> = {
    .description = "Rank these movies only; unknown ones are left out", .max_length = 10'000};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::genres> = {
    .description = "Only movies of any of these genres, in any case", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::year_from> = {
    .description = "First year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::year_to> = {
    .description = "Last year of release", .minimum = 0, .maximum = 9999};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::strategy> = {
    .description =
        "Where candidates come from; by default exhaustive, and hybrid for large catalogues"};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::diversity> = {
    .description = "0: by score alone; 1: as different in genre as can be",
    .minimum = 0,
    .maximum = 1};
template <>
inline constexpr Constraints kConstraints<&NewUserRecommendationRequest::explain> = {
    .description = "Also say which parts of the profile raised each score"};

/// A part of the profile that a recommendation rests on.
struct Reason {
    std::string kind;  ///< "liked_movie" or "demographics"
    std::optional<std::int64_t> movie_id;
    std::optional<std::string> title;
    double effect = 0;  ///< how much lower the score is without it
};
BOOST_DESCRIBE_STRUCT(Reason, (), (kind, movie_id, title, effect))

struct RecommendedMovie {
    std::int64_t movie_id = 0;
    std::string title;
    std::vector<std::string> genres;
    float similarity_score = 0;  ///< the model's probability, 0..1, that the person would like it
    std::optional<std::vector<Reason>> reasons;
};
BOOST_DESCRIBE_STRUCT(RecommendedMovie, (), (movie_id, title, genres, similarity_score, reasons))

struct RecommendationResultResponse {
    std::string user_id;  ///< "anonymous" for an inline profile
    std::vector<RecommendedMovie> recommendations;
};
BOOST_DESCRIBE_STRUCT(RecommendationResultResponse, (), (user_id, recommendations))

template <>
inline constexpr Constraints kConstraints<&Reason::movie_id> = {.omitted_if_absent = true};
template <>
inline constexpr Constraints kConstraints<&Reason::title> = {.omitted_if_absent = true};
template <>
inline constexpr Constraints kConstraints<&RecommendedMovie::similarity_score> = {
    .description = "Probability that the person would like the movie", .minimum = 0, .maximum = 1};
template <>
inline constexpr Constraints kConstraints<&RecommendedMovie::reasons> = {
    .description = "Only with explain: the strongest parts of the profile first",
    .omitted_if_absent = true};

/// The query of GET /recommendations/me.
struct OwnRecommendationsQuery {
    int n = 10;
    std::optional<std::string> genre;
    std::optional<double> diversity;
    bool explain = false;
};
BOOST_DESCRIBE_STRUCT(OwnRecommendationsQuery, (), (n, genre, diversity, explain))

template <>
inline constexpr Constraints kConstraints<&OwnRecommendationsQuery::n> = {
    .description = "Movies wanted", .has_default = true, .minimum = 1, .maximum = 100};
template <>
inline constexpr Constraints kConstraints<&OwnRecommendationsQuery::genre> = {
    .description = "Only movies of this genre, in any case", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&OwnRecommendationsQuery::diversity> = {
    .description = "0: by score alone; 1: as different in genre as can be",
    .minimum = 0,
    .maximum = 1};
template <>
inline constexpr Constraints kConstraints<&OwnRecommendationsQuery::explain> = {
    .description = "Also say which parts of the profile raised each score", .has_default = true};

/// Which movies a newcomer is asked about first.
enum class OnboardingStrategy : std::uint8_t {
    popular,      ///< the most liked
    informative,  ///< those whose answers teach the model most, and that people have likely seen
};
BOOST_DESCRIBE_ENUM(OnboardingStrategy, popular, informative)

/// The query of GET /recommendations/onboarding-movies.
struct OnboardingQuery {
    int num_movies = 10;
    std::optional<int> num_recommendations = std::nullopt;
    std::optional<OnboardingStrategy> strategy = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(OnboardingQuery, (), (num_movies, num_recommendations, strategy))

template <>
inline constexpr Constraints kConstraints<&OnboardingQuery::num_movies> = {
    .description = "Movies per genre", .has_default = true, .minimum = 1, .maximum = 100};
template <>
inline constexpr Constraints kConstraints<&OnboardingQuery::num_recommendations> = {
    .description =
        "Another name of num_movies, which some clients use; it counts where both are given",
    .minimum = 1,
    .maximum = 100};
template <>
inline constexpr Constraints kConstraints<&OnboardingQuery::strategy> = {
    .description =
        "popular (the default): the most liked of each genre; informative: of each genre "
        "those whose answers teach the model most, the best first, and their order over all "
        "genres"};

struct OnboardingMovie {
    std::int64_t movie_id = 0;
    std::string title;
    std::vector<std::string> genres;
};
BOOST_DESCRIBE_STRUCT(OnboardingMovie, (), (movie_id, title, genres))

struct OnboardingMoviesResultResponse {
    std::map<std::string, std::vector<OnboardingMovie>>
        recommendations;  ///< by genre, the best to ask about first
    std::optional<std::vector<std::int64_t>> order;
};
BOOST_DESCRIBE_STRUCT(OnboardingMoviesResultResponse, (), (recommendations, order))

template <>
inline constexpr Constraints kConstraints<&OnboardingMoviesResultResponse::order> = {
    .description =
        "Only with informative: those of these movies that teach the model most, the "
        "best to ask about first whatever their genre",
    .omitted_if_absent = true};

}  // namespace neurec::application
