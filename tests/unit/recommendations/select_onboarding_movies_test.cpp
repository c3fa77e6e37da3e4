#include "application/use_cases/select_onboarding_movies.hpp"

#include <gtest/gtest.h>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

/// A model that is served over some movies.
struct Served {
    explicit Served(std::vector<domain::Movie> catalogue) : movies(std::move(catalogue)) {
        store.activate("m");
        models.refresh();
    }
    tests::MemoryModelStore store;
    tests::MemoryMovies movies;
    tests::RecordingLogger logger;
    ModelProvider models{store, movies, logger};
};

TEST(SelectOnboardingMovies, GivesTheMostLikedOfEachGenre) {
    Served served({tests::movie(1, "A", {"War", "Comedy"}), tests::movie(2, "B", {"War"}),
                   tests::movie(3, "C", {}), tests::movie(4, "D", {"War"})});

    const auto response = SelectOnboardingMovies(served.models)({.num_movies = 2});

    ASSERT_EQ(response.recommendations.size(), 2U);
    EXPECT_FALSE(response.order);
    const auto& comedies = response.recommendations.at("Comedy");
    ASSERT_EQ(comedies.size(), 1U);
    EXPECT_EQ(comedies[0].movie_id, 1);
    EXPECT_EQ(comedies[0].genres, (std::vector<std::string>{"War", "Comedy"}));
    const auto& wars = response.recommendations.at("War");
    ASSERT_EQ(wars.size(), 2U);
    EXPECT_EQ(wars[0].movie_id, 1);
    EXPECT_EQ(wars[1].movie_id, 2);
}

/// Liking a comedy raises the three other comedies; the war movie raises nothing.
std::vector<domain::Movie> mostly_comedies() {
    return {tests::movie(1, "A", {"War"}), tests::movie(2, "B", {"Comedy"}),
            tests::movie(3, "C", {"Comedy"}), tests::movie(4, "D", {"Comedy"}),
            tests::movie(5, "E", {"Comedy", "War"})};
}

TEST(SelectOnboardingMovies, GivesTheInformativeOnesFirstWhereAsked) {
    Served served(mostly_comedies());

    const auto response = SelectOnboardingMovies(served.models)(
        {.num_movies = 2, .strategy = OnboardingStrategy::informative});

    const auto& comedies = response.recommendations.at("Comedy");
    ASSERT_EQ(comedies.size(), 2U);
    EXPECT_EQ(comedies[0].movie_id, 2) << "teaches as much as the others and is better known";
    EXPECT_EQ(response.recommendations.at("War").size(), 2U);
}

TEST(SelectOnboardingMovies, TellsTheOrderOfTheInformativeOnesOverAllGenres) {
    Served served(mostly_comedies());
    std::vector<std::int64_t> whole;
    for (const domain::MovieIndex position : served.models.require()->informative())
        whole.push_back(served.models.require()->ranking->movies()[position].id.value);

    const OnboardingQuery all{.num_movies = 5, .strategy = OnboardingStrategy::informative};
    EXPECT_EQ(SelectOnboardingMovies(served.models)(all).order, whole);

    const auto one_a_genre = SelectOnboardingMovies(served.models)(
        {.num_movies = 1, .strategy = OnboardingStrategy::informative});
    ASSERT_EQ(one_a_genre.order->size(), 2U) << "no more than there are in the answer";
    EXPECT_EQ(one_a_genre.order->front(), whole.front());
}

}  // namespace
}  // namespace neurec::application
