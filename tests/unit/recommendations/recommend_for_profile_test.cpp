#include "application/use_cases/recommend_for_profile.hpp"

#include <gtest/gtest.h>

#include "application/dtos/invalid_request.hpp"
#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using Ids = std::vector<std::int64_t>;

/// Four comedies (1 to 4) and four dramas (5 to 8), the base scores falling with the id.
class RecommendForNewUser : public testing::Test {
  protected:
    RecommendForNewUser() {
        store_.activate("m1");
        models_.refresh();
    }

    [[nodiscard]] static std::vector<domain::Movie> catalogue() {
        std::vector<domain::Movie> movies;
        for (int id = 1; id <= 8; ++id)
            movies.push_back(
                tests::movie(id, "Movie " + std::to_string(id), {id <= 4 ? "Comedy" : "Drama"}));
        return movies;
    }
    [[nodiscard]] Ids recommended(const NewUserRecommendationRequest& request) const {
        Ids ids;
        for (const RecommendedMovie& each : recommend_(request).recommendations)
            ids.push_back(each.movie_id);
        return ids;
    }

    tests::MemoryModelStore store_;
    tests::MemoryMovies movies_{catalogue()};
    tests::MemoryProfiles profiles_;
    tests::RecordingLogger logger_;
    ModelProvider models_{store_, movies_, logger_};
    tests::StoppedClock clock_;
    RecommendForProfile recommend_{models_, profiles_, movies_, clock_};
};

NewUserRecommendationRequest with_ratings(std::vector<ProfileRating> ratings) {
    NewUserRecommendationRequest request;
    request.ratings = std::move(ratings);
    return request;
}

TEST_F(RecommendForNewUser, AnswersAVisitorOfWhomNothingIsKnown) {
    const RecommendationResultResponse response = recommend_({});
    EXPECT_EQ(response.user_id, "anonymous");
    ASSERT_EQ(response.recommendations.size(), 8U);
    EXPECT_EQ(response.recommendations[0].movie_id, 1);
    EXPECT_EQ(response.recommendations[0].title, "Movie 1");
    EXPECT_EQ(response.recommendations[0].genres, std::vector<std::string>{"Comedy"});
    EXPECT_FLOAT_EQ(response.recommendations[0].similarity_score, 0.5F);
    EXPECT_EQ(response.recommendations[0].reasons, std::nullopt);
}

TEST_F(RecommendForNewUser, FollowsWhatIsLiked) {
    EXPECT_EQ(recommended(with_ratings({{8, 5.0F}})), (Ids{5, 6, 7, 1, 2, 3, 4}));
}

TEST_F(RecommendForNewUser, NeverReturnsAMovieTheProfileRated) {
    EXPECT_EQ(recommended(with_ratings({{1, 1.0F}, {2, 5.0F}, {5, 3.0F}})), (Ids{3, 4, 6, 7, 8}));
}

TEST_F(RecommendForNewUser, ReturnsAsManyAsAreWanted) {
    NewUserRecommendationRequest request;
    request.num_recommendations = 3;
    EXPECT_EQ(recommended(request), (Ids{1, 2, 3}));
}

TEST_F(RecommendForNewUser, TakesTheLastRatingOfAMovie) {
    // Liked at first, disliked at last: comedies gain nothing.
    EXPECT_EQ(recommended(with_ratings({{4, 5.0F}, {8, 4.0F}, {4, 1.0F}})),
              (Ids{5, 6, 7, 1, 2, 3}));
}

TEST_F(RecommendForNewUser, UsesTheStoredProfileOfAKnownUser) {
    profiles_.profiles[domain::UserId{42}] = {.demographics = {},
                                              .ratings = {{domain::MovieId{8}, 5.0F}}};
    NewUserRecommendationRequest request;
    request.user_id = 42;
    EXPECT_EQ(recommend_(request).user_id, "42");
    EXPECT_EQ(recommended(request), (Ids{5, 6, 7, 1, 2, 3, 4}));
    EXPECT_EQ(tests::TransparentModel::last_asked_at, clock_.now());
}

TEST_F(RecommendForNewUser, DoesNotKnowEveryUser) {
    NewUserRecommendationRequest request;
    request.user_id = 43;
    try {
        static_cast<void>(recommend_(request));
        FAIL() << "an unknown user was answered";
    } catch (const domain::NotFound& error) {
        EXPECT_STREQ(error.what(), "User not found");
    }
}

TEST_F(RecommendForNewUser, NamesEveryRatingOfAMovieThatIsUnknown) {
    try {
        static_cast<void>(recommend_(with_ratings({{1, 5.0F}, {99, 4.0F}, {-7, 4.0F}})));
        FAIL() << "unknown movies were accepted";
    } catch (const InvalidRequest& error) {
        ASSERT_EQ(error.faults().size(), 2U);
        const decltype(FieldFault::location) second = {"body", "ratings", std::int64_t{2},
                                                       "movie_id"};
        EXPECT_EQ(error.faults()[1].location, second);
        EXPECT_EQ(error.faults()[0].problem, "there is no movie 99");
    }
}

TEST_F(RecommendForNewUser, AcceptsRatingsOfMoviesFromAfterTheModelWasLoaded) {
    movies_.movies.push_back(tests::movie(9, "New", {"War"}));
    EXPECT_EQ(recommended(with_ratings({{9, 5.0F}})).size(), 8U);
}

TEST_F(RecommendForNewUser, RanksExactlyTheCandidatesThatExistAndAreNotRated) {
    NewUserRecommendationRequest request = with_ratings({{8, 5.0F}, {2, 2.0F}});
    request.candidates = {3, 99, 7, 2, 3, 5, -1};
    EXPECT_EQ(recommended(request), (Ids{5, 7, 3}));
    request.num_recommendations = 2;
    EXPECT_EQ(recommended(request), (Ids{5, 7}));
    request.candidates = Ids{};
    EXPECT_EQ(recommended(request), Ids{});
}

TEST_F(RecommendForNewUser, KeepsToTheGenres) {
    NewUserRecommendationRequest request;
    request.genres = {"drama"};
    EXPECT_EQ(recommended(request), (Ids{5, 6, 7, 8}));
    request.candidates = {1, 6};
    EXPECT_EQ(recommended(request), (Ids{6}));
}

TEST_F(RecommendForNewUser, KeepsToTheYears) {
    movies_.movies = {tests::movie(1, "Old (1950)", {"Drama"}), tests::movie(2, "New (1999)", {})};
    models_.reload();
    NewUserRecommendationRequest request;
    request.year_from = 1990;
    EXPECT_EQ(recommended(request), (Ids{2}));
    request.year_from = std::nullopt;
    request.year_to = 1990;
    EXPECT_EQ(recommended(request), (Ids{1}));
    request.candidates = {1, 2};
    EXPECT_EQ(recommended(request), (Ids{1})) << "asked-for movies are filtered, too";
}

TEST_F(RecommendForNewUser, NamesTheKnownGenresForAnUnknownOne) {
    NewUserRecommendationRequest request;
    request.genres = {"Comedy", "Noir"};
    try {
        static_cast<void>(recommend_(request));
        FAIL() << "an unknown genre was accepted";
    } catch (const InvalidRequest& error) {
        ASSERT_EQ(error.faults().size(), 1U);
        EXPECT_EQ(error.faults()[0].problem, "unknown genre; known are: Comedy, Drama");
    }
}

TEST_F(RecommendForNewUser, TellsAnUnknownGenreWhereItWasAskedFor) {
    profiles_.profiles[domain::UserId{42}] = {};
    OwnRecommendationsQuery query;
    query.genre = "Noir";
    try {
        static_cast<void>(recommend_(domain::UserId{42}, query));
        FAIL() << "an unknown genre was accepted";
    } catch (const InvalidRequest& error) {
        const decltype(FieldFault::location) place = {"query", "genre"};
        EXPECT_EQ(error.faults().at(0).location, place);
    }
    query.genre = "drama ";
    EXPECT_EQ(recommend_(domain::UserId{42}, query).recommendations.size(), 4U);
}

TEST_F(RecommendForNewUser, MixesGenresWithDiversity) {
    NewUserRecommendationRequest request;
    request.num_recommendations = 2;
    request.diversity = 1.0;
    EXPECT_EQ(recommended(request), (Ids{1, 5}));
}

TEST_F(RecommendForNewUser, AnswersWithEveryStrategy) {
    NewUserRecommendationRequest request = with_ratings({{8, 5.0F}});
    request.num_recommendations = 2;
    for (const Strategy strategy : {Strategy::exhaustive, Strategy::hybrid, Strategy::popularity}) {
        request.strategy = strategy;
        EXPECT_EQ(recommended(request), (Ids{5, 6}));
    }
    for (const Strategy strategy : {Strategy::collaborative, Strategy::content}) {
        request.strategy = strategy;  // no neighbours are stated: filled up with the most liked
        EXPECT_EQ(recommended(request), (Ids{1, 2}));
    }
}

TEST_F(RecommendForNewUser, GivesReasonsThatInFactMovedTheScore) {
    NewUserRecommendationRequest request = with_ratings({{8, 5.0F}, {4, 1.0F}});
    request.age = 30;
    request.explain = true;
    const RecommendationResultResponse response = recommend_(request);

    const auto& drama = response.recommendations.front();
    ASSERT_EQ(drama.movie_id, 5);
    ASSERT_EQ(drama.reasons->size(), 1U);
    EXPECT_EQ(drama.reasons->front().kind, "liked_movie");
    EXPECT_EQ(drama.reasons->front().movie_id, 8);
    EXPECT_EQ(drama.reasons->front().title, "Movie 8");
    EXPECT_NEAR(drama.reasons->front().effect, 0.1, 1e-6);
    const auto& comedy = response.recommendations.back();
    ASSERT_EQ(comedy.genres.front(), "Comedy");
    ASSERT_EQ(comedy.reasons->size(), 1U);
    EXPECT_EQ(comedy.reasons->front().kind, "demographics");
    EXPECT_NEAR(comedy.reasons->front().effect, 0.05, 1e-6);

    request.ratings->erase(
        request.ratings->begin());  // without the named movie, the score falls by the effect
    request.explain = false;
    request.candidates = {5};
    EXPECT_NEAR(recommend_(request).recommendations[0].similarity_score,
                drama.similarity_score - 0.1, 1e-6);
}

TEST_F(RecommendForNewUser, HasNoReasonsWhereNothingIsKnown) {
    NewUserRecommendationRequest request;
    request.explain = true;
    EXPECT_TRUE(recommend_(request).recommendations.front().reasons->empty());
}

TEST_F(RecommendForNewUser, IsUnavailableWithoutAModel) {
    tests::MemoryModelStore empty;
    const ModelProvider none(empty, movies_, logger_);
    const RecommendForProfile recommend(none, profiles_, movies_, clock_);
    EXPECT_THROW(static_cast<void>(recommend({})), domain::Unavailable);
}

}  // namespace
}  // namespace neurec::application
