#include "infrastructure/baselines/demographic_ridge.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "domain/random.hpp"
#include "support/gauss_jordan.hpp"

namespace neurec::infrastructure::baselines {

namespace {

constexpr std::size_t kFeatures = 29;
constexpr std::size_t kUsers = 200;
constexpr std::size_t kMovies = 6;
constexpr double kLambda = 3;

domain::Demographics random_person(domain::Random& random) {
    constexpr std::array<int, 7> ages = {1, 18, 25, 35, 45, 50, 56};
    return {ages[random.below(7)],
            random.below(3) == 0 ? domain::Gender::female : domain::Gender::male,
            static_cast<int>(random.below(21))};
}

domain::Dataset random_people() {
    domain::Random random(5);
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    std::vector<domain::Movie> movies;
    for (std::int64_t movie = 1; movie <= std::int64_t{kMovies}; ++movie)
        movies.push_back({domain::MovieId{movie}, "M", {}});
    for (std::int64_t user = 1; user <= std::int64_t{kUsers}; ++user) {
        users.push_back({domain::UserId{user}, random_person(random)});
        // Women like the later movies more, men the earlier.
        for (std::int64_t movie = 1; movie <= std::int64_t{kMovies}; ++movie) {
            const bool is_late = movie > 3;
            const bool is_woman = users.back().demographics.gender == domain::Gender::female;
            const bool likes = random.uniform() < (is_late == is_woman ? 0.8 : 0.3);
            ratings.push_back({domain::UserId{user}, domain::MovieId{movie}, likes ? 5.0F : 2.0F});
        }
    }
    return {std::move(users), std::move(movies), ratings};
}

/// The 29 features as architecture.md words them, written down independently.
std::vector<double> features_of(const domain::Demographics& person) {
    constexpr std::array<int, 7> from = {1, 18, 25, 35, 45, 50, 56};
    std::vector<double> x(kFeatures);
    x[0] = *person.gender == domain::Gender::male ? 1 : -1;
    std::size_t group = 0;
    while (group + 1 < from.size() && *person.age >= from[group + 1])
        ++group;
    x[1 + group] = 1;
    x[8 + static_cast<std::size_t>(*person.occupation)] = 1;
    return x;
}

}  // namespace

TEST(DemographicRidge, AgreesWithTheNormalEquationsInDoublePrecision) {
    const domain::Dataset data = random_people();
    std::vector<double> mean_x(kFeatures);
    std::vector<double> mean_y(kMovies);
    std::vector<std::vector<double>> x;
    std::vector<std::vector<double>> y(kUsers, std::vector<double>(kMovies));
    for (domain::UserIndex user = 0; user < kUsers; ++user) {
        x.push_back(features_of(data.users()[user].demographics));
        for (std::size_t i = 0; i < kFeatures; ++i)
            mean_x[i] += x[user][i] / kUsers;
        const auto ratings = data.ratings_of(user);
        for (std::size_t i = 0; i < ratings.size(); ++i)
            if (ratings.values[i] >= 4) y[user][ratings.movies[i]] = 1;
        for (std::size_t movie = 0; movie < kMovies; ++movie)
            mean_y[movie] += y[user][movie] / kUsers;
    }
    tests::Matrix gram(kFeatures, std::vector<double>(kFeatures));
    tests::Matrix right(kFeatures, std::vector<double>(kMovies));
    for (std::size_t user = 0; user < kUsers; ++user)
        for (std::size_t i = 0; i < kFeatures; ++i) {
            for (std::size_t j = 0; j < kFeatures; ++j)
                gram[i][j] += (x[user][i] - mean_x[i]) * (x[user][j] - mean_x[j]);
            for (std::size_t movie = 0; movie < kMovies; ++movie)
                right[i][movie] += (x[user][i] - mean_x[i]) * (y[user][movie] - mean_y[movie]);
        }
    for (std::size_t i = 0; i < kFeatures; ++i)
        gram[i][i] += kLambda;
    const tests::Matrix inverse = tests::inverse(gram);

    const DemographicRidge ridge(data, domain::Positives::liked, kLambda);

    for (std::size_t user = 0; user < 20; ++user) {
        std::vector<float> scores(kMovies);
        ridge.score({data.users()[user].demographics, {}}, scores);
        for (std::size_t movie = 0; movie < kMovies; ++movie) {
            double expected = mean_y[movie];
            for (std::size_t i = 0; i < kFeatures; ++i)
                for (std::size_t j = 0; j < kFeatures; ++j)
                    expected += (x[user][i] - mean_x[i]) * inverse[i][j] * right[j][movie];
            EXPECT_NEAR(scores[movie], expected, 1e-4);
        }
    }
}

TEST(DemographicRidge, GivesUnknownPeopleTheShareOfEveryone) {
    const domain::Dataset data = random_people();
    const auto likes = data.likes_per_movie();
    std::vector<float> scores(kMovies);

    DemographicRidge(data, domain::Positives::liked, kLambda).score({}, scores);

    for (std::size_t movie = 0; movie < kMovies; ++movie)
        EXPECT_FLOAT_EQ(scores[movie], static_cast<float>(likes[movie]) / kUsers);
}

TEST(DemographicRidge, FindsThePlantedTasteOfTheGenders) {
    const DemographicRidge ridge(random_people(), domain::Positives::liked, kLambda);
    std::vector<float> woman(kMovies);
    std::vector<float> man(kMovies);

    ridge.score({{std::nullopt, domain::Gender::female, std::nullopt}, {}}, woman);
    ridge.score({{std::nullopt, domain::Gender::male, std::nullopt}, {}}, man);

    for (std::size_t movie = 0; movie < 3; ++movie)
        EXPECT_GT(man[movie], woman[movie] + 0.2);
    for (std::size_t movie = 3; movie < kMovies; ++movie)
        EXPECT_GT(woman[movie], man[movie] + 0.2);
}

}  // namespace neurec::infrastructure::baselines
