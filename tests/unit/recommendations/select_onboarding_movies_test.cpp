#include "application/use_cases/select_onboarding_movies.hpp"

#include <gtest/gtest.h>

#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

TEST(SelectOnboardingMovies, GivesTheMostLikedOfEachGenre) {
    tests::MemoryModelStore store;
    tests::MemoryMovies movies({tests::movie(1, "A", {"War", "Comedy"}),
                                tests::movie(2, "B", {"War"}), tests::movie(3, "C", {}),
                                tests::movie(4, "D", {"War"})});
    tests::RecordingLogger logger;
    ModelProvider models(store, movies, logger);
    store.activate("m");
    models.refresh();

    const auto response = SelectOnboardingMovies(models)({.num_movies = 2});

    ASSERT_EQ(response.recommendations.size(), 2U);
    const auto& comedies = response.recommendations.at("Comedy");
    ASSERT_EQ(comedies.size(), 1U);
    EXPECT_EQ(comedies[0].movie_id, 1);
    EXPECT_EQ(comedies[0].genres, (std::vector<std::string>{"War", "Comedy"}));
    const auto& wars = response.recommendations.at("War");
    ASSERT_EQ(wars.size(), 2U);
    EXPECT_EQ(wars[0].movie_id, 1);
    EXPECT_EQ(wars[1].movie_id, 2);
}

TEST(SelectOnboardingMovies, GivesTheInformativeOnesFirstWhereAsked) {
    tests::MemoryModelStore store;
    // Liking a comedy raises the three other comedies; the war movie raises nothing.
    tests::MemoryMovies movies({tests::movie(1, "A", {"War"}), tests::movie(2, "B", {"Comedy"}),
                                tests::movie(3, "C", {"Comedy"}), tests::movie(4, "D", {"Comedy"}),
                                tests::movie(5, "E", {"Comedy", "War"})});
    tests::RecordingLogger logger;
    ModelProvider models(store, movies, logger);
    store.activate("m");
    models.refresh();

    const auto response = SelectOnboardingMovies(models)(
        {.num_movies = 2, .strategy = OnboardingStrategy::informative});

    const auto& comedies = response.recommendations.at("Comedy");
    ASSERT_EQ(comedies.size(), 2U);
    EXPECT_EQ(comedies[0].movie_id, 2) << "teaches as much as the others and is better known";
    EXPECT_EQ(response.recommendations.at("War").size(), 2U);
}

}  // namespace
}  // namespace neurec::application
