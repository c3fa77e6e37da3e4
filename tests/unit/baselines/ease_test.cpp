#include "infrastructure/baselines/ease.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "domain/errors.hpp"
#include "domain/random.hpp"
#include "support/gauss_jordan.hpp"
#include "support/small_dataset.hpp"

namespace neurec::infrastructure::baselines {

namespace {

constexpr std::size_t kUsers = 60;
constexpr std::size_t kMovies = 12;

/// Each user rates a random half of the movies but the last, which nobody does.
domain::Dataset random_ratings() {
    domain::Random random(11);
    std::vector<tests::Star> stars;
    for (std::size_t user = 1; user <= kUsers; ++user)
        for (std::size_t movie = 1; movie < kMovies; ++movie)
            if (random.uniform() < 0.5)
                stars.push_back({static_cast<std::int64_t>(user), static_cast<std::int64_t>(movie),
                                 static_cast<float>(1 + random.below(5))});
    return tests::small_dataset(kUsers, kMovies, stars);
}

/// B = I − P·diag(P)⁻¹ with P = (XᵀX + λI)⁻¹, straight from the paper.
tests::Matrix reference_weights(const domain::Dataset& data, double lambda, float from) {
    tests::Matrix gram(kMovies, std::vector<double>(kMovies));
    for (domain::UserIndex user = 0; user < kUsers; ++user) {
        const auto ratings = data.ratings_of(user);
        for (std::size_t i = 0; i < ratings.size(); ++i)
            for (std::size_t j = 0; j < ratings.size(); ++j)
                if (ratings.values[i] >= from && ratings.values[j] >= from)
                    gram[ratings.movies[i]][ratings.movies[j]] += 1;
    }
    for (std::size_t i = 0; i < kMovies; ++i)
        gram[i][i] += lambda;
    const tests::Matrix p = tests::inverse(gram);
    tests::Matrix weights(kMovies, std::vector<double>(kMovies));
    for (std::size_t i = 0; i < kMovies; ++i)
        for (std::size_t j = 0; j < kMovies; ++j)
            weights[i][j] = i == j ? 0 : -p[i][j] / p[j][j];
    return weights;
}

void expect_reference(domain::Positives positives, double lambda, float from) {
    const domain::Dataset data = random_ratings();
    const tests::Matrix weights = reference_weights(data, lambda, from);
    const Ease ease(data, positives, lambda);
    for (domain::UserIndex user = 0; user < kUsers; ++user) {
        std::vector<float> scores(kMovies);
        ease.score(data.profile_of(user), scores);
        const auto ratings = data.ratings_of(user);
        for (std::size_t movie = 0; movie < kMovies; ++movie) {
            double expected = 0;
            for (std::size_t i = 0; i < ratings.size(); ++i)
                if (ratings.values[i] >= from) expected += weights[ratings.movies[i]][movie];
            EXPECT_NEAR(scores[movie], expected, 1e-4);
        }
    }
}

}  // namespace

TEST(Ease, AgreesWithTheFormulaInDoublePrecisionOnAllRatings) {
    expect_reference(domain::Positives::rated, 5, 0.5F);
}

TEST(Ease, AgreesWithTheFormulaInDoublePrecisionOnLikes) {
    expect_reference(domain::Positives::liked, 2, 4);
}

TEST(Ease, SaysNothingWithoutHistory) {
    std::vector<float> scores(kMovies, -1);
    Ease(random_ratings(), domain::Positives::rated, 5).score({}, scores);
    EXPECT_EQ(scores, std::vector<float>(kMovies, 0));
}

TEST(Ease, RefusesMoreMoviesThanItCanInvertAndNamesTheLimit) {
    std::vector<tests::Star> stars;
    for (std::int64_t movie = 1; movie <= 10'001; ++movie)
        stars.push_back({1, movie, 5});
    const domain::Dataset data = tests::small_dataset(1, 10'001, stars);

    try {
        const Ease ease(data, domain::Positives::rated, 5);
        FAIL() << "fitted 10,001 movies";
    } catch (const domain::InvalidInput& error) {
        EXPECT_NE(std::string(error.what()).find("10000"), std::string::npos) << error.what();
    }
}

}  // namespace neurec::infrastructure::baselines
