#include "infrastructure/datasets/synthetic_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/datasets/synthetic_titles.hpp"

namespace neurec::infrastructure::datasets {
namespace {

using domain::SyntheticDatasetOptions;
using testing::HasSubstr;

constexpr SyntheticDatasetOptions kTown{
    .users = 500, .movies = 400, .ratings_per_user = 40, .seed = 3};

std::string refusal_of(const SyntheticDatasetOptions& options) {
    try {
        const SyntheticWorld world(options);
    } catch (const domain::InvalidInput& error) {
        return error.what();
    }
    return "was made";
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto mean = [](const std::vector<double>& x) {
        return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    };
    const double mean_a = mean(a);
    const double mean_b = mean(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
}

TEST(SyntheticTitle, IsReadable) {
    EXPECT_EQ(synthetic_title(0), "The Silent Harbour");
    EXPECT_THAT(synthetic_title(3), testing::MatchesRegex("The [A-Z][a-z]+ of [A-Z][a-z]+"));
}

TEST(SyntheticTitle, IsDifferentForEveryNumber) {
    std::unordered_set<std::string> titles;
    constexpr std::uint64_t kMany = 200'000;  // beyond the first "Part 2"
    for (std::uint64_t number = 0; number < kMany; ++number)
        titles.insert(synthetic_title(number));
    EXPECT_EQ(titles.size(), kMany);
    EXPECT_THAT(synthetic_title(kMany), HasSubstr(" Part 2"));
}

TEST(SyntheticWorld, HasTheMoviesThatWereAskedForWithYearsAndMovieLensGenres) {
    const SyntheticWorld world(kTown);
    ASSERT_EQ(world.movies().size(), 400U);
    for (std::size_t i = 0; i < world.movies().size(); ++i) {
        const domain::Movie& movie = world.movies()[i];
        EXPECT_EQ(movie.id, domain::MovieId{static_cast<std::int64_t>(i) + 1});
        const auto year = domain::release_year(movie.title);
        ASSERT_TRUE(year.has_value()) << movie.title;
        EXPECT_GE(*year, 1930);
        EXPECT_LE(*year, 2000);
        EXPECT_GE(movie.genres.size(), 1U);
        EXPECT_LE(movie.genres.size(), 3U);
        EXPECT_EQ(std::set(movie.genres.begin(), movie.genres.end()).size(), movie.genres.size());
        for (const std::string& genre : movie.genres)
            EXPECT_NE(std::ranges::find(kGenres, genre), kGenres.end()) << genre;
    }
}

TEST(SyntheticWorld, HasPeopleWithMl1mDemographics) {
    const SyntheticWorld world(kTown);
    const std::set<int> ages{1, 18, 25, 35, 45, 50, 56};
    std::size_t men = 0;
    for (std::uint64_t i = 0; i < kTown.users; ++i) {
        const domain::User user = world.user(i).user;
        EXPECT_EQ(user.id, domain::UserId{static_cast<std::int64_t>(i) + 1});
        EXPECT_TRUE(ages.contains(user.demographics.age.value()));
        EXPECT_GE(user.demographics.occupation.value(), 0);
        EXPECT_LE(user.demographics.occupation.value(), 20);
        if (user.demographics.gender.value() == domain::Gender::male) ++men;
    }
    // 60 of 100, with five standard deviations to each side.
    EXPECT_NEAR(static_cast<double>(men) / 500, 0.6, 5 * std::sqrt(0.6 * 0.4 / 500));
}

TEST(SyntheticWorld, GivesWholeStarsOnceAMovieInTheOrderOfTime) {
    const SyntheticWorld world(kTown);
    for (std::uint64_t i = 0; i < 100; ++i) {
        std::set<std::int64_t> rated;
        std::int64_t before = 956'700'000;
        for (const domain::Rating& rating : world.ratings(world.user(i))) {
            EXPECT_EQ(rating.user.value, static_cast<std::int64_t>(i) + 1);
            EXPECT_TRUE(rated.insert(rating.movie.value).second);
            EXPECT_GE(rating.rating, 1);
            EXPECT_LE(rating.rating, 5);
            EXPECT_EQ(rating.rating, std::floor(rating.rating));
            EXPECT_GT(rating.timestamp, before);
            before = rating.timestamp;
        }
        EXPECT_GE(rated.size(), 10U);   // a quarter of the average
        EXPECT_LE(rated.size(), 160U);  // four times the average
    }
}

TEST(SyntheticWorld, HasAboutTheNumberOfRatingsThatWasAskedFor) {
    const SyntheticWorld world(kTown);
    std::size_t ratings = 0;
    for (std::uint64_t i = 0; i < kTown.users; ++i)
        ratings += world.ratings(world.user(i)).size();
    EXPECT_NEAR(static_cast<double>(ratings) / 500, 40, 4);
}

TEST(SyntheticWorld, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const SyntheticWorld world(kTown);
    const SyntheticWorld same(kTown);
    SyntheticDatasetOptions other_seed = kTown;
    other_seed.seed = 4;
    const SyntheticWorld other(other_seed);
    EXPECT_EQ(world.movies(), same.movies());
    EXPECT_EQ(world.ratings(world.user(7)), same.ratings(same.user(7)));
    EXPECT_NE(world.movies(), other.movies());
    EXPECT_NE(world.ratings(world.user(7)), other.ratings(other.user(7)));
}

TEST(SyntheticWorld, KeepsAUserTheSameWhenThereAreMoreUsers) {
    const SyntheticWorld world(kTown);
    SyntheticDatasetOptions city = kTown;
    city.users = 1'000'000;
    const SyntheticWorld larger(city);
    EXPECT_EQ(world.ratings(world.user(499)), larger.ratings(larger.user(499)));
}

TEST(SyntheticWorld, MakesStarsFollowTheAppeal) {
    const SyntheticWorld world(kTown);
    std::vector<double> appeals;
    std::vector<double> stars;
    for (std::uint64_t i = 0; i < kTown.users; ++i) {
        const SyntheticUser user = world.user(i);
        for (const domain::Rating& rating : world.ratings(user)) {
            appeals.push_back(world.appeal(user, static_cast<std::size_t>(rating.movie.value) - 1));
            stars.push_back(static_cast<double>(rating.rating));
        }
    }
    EXPECT_GT(correlation(appeals, stars), 0.7);
}

TEST(SyntheticWorld, MakesTastesFollowDemographicsInPart) {
    const SyntheticWorld world(kTown);
    // Mean taste of each gender for each genre, over two halves of the people: what the group
    // shares shows in both halves, what is one's own does not.
    std::array<std::array<std::array<double, kGenres.size()>, 2>, 2> sums{};
    std::array<std::array<int, 2>, 2> counts{};
    for (std::uint64_t i = 0; i < kTown.users; ++i) {
        const SyntheticUser user = world.user(i);
        const std::size_t gender = user.user.demographics.gender == domain::Gender::male ? 1 : 0;
        ++counts[i % 2][gender];
        for (std::size_t genre = 0; genre < kGenres.size(); ++genre)
            sums[i % 2][gender][genre] += user.genre_taste[genre];
    }
    std::vector<double> difference_in_one_half;
    std::vector<double> difference_in_other_half;
    for (std::size_t genre = 0; genre < kGenres.size(); ++genre) {
        difference_in_one_half.push_back(sums[0][1][genre] / counts[0][1] -
                                         sums[0][0][genre] / counts[0][0]);
        difference_in_other_half.push_back(sums[1][1][genre] / counts[1][1] -
                                           sums[1][0][genre] / counts[1][0]);
    }
    EXPECT_GT(correlation(difference_in_one_half, difference_in_other_half), 0.8);
}

TEST(SyntheticWorld, MakesAFewMoviesFarMorePopularThanMost) {
    const SyntheticWorld world(kTown);
    std::vector<std::size_t> ratings_of(kTown.movies);
    std::size_t all = 0;
    for (std::uint64_t i = 0; i < kTown.users; ++i)
        for (const domain::Rating& rating : world.ratings(world.user(i))) {
            ++ratings_of[static_cast<std::size_t>(rating.movie.value) - 1];
            ++all;
        }
    std::ranges::sort(ratings_of, std::greater());
    const auto of_top_tenth =
        std::accumulate(ratings_of.begin(), ratings_of.begin() + 40, std::size_t{0});
    EXPECT_GT(static_cast<double>(of_top_tenth), 0.3 * static_cast<double>(all));
}

TEST(SyntheticWorld, RefusesSizesItCannotMake) {
    EXPECT_THAT(
        refusal_of({.users = 9, .movies = 400, .ratings_per_user = 40, .seed = 1}),
        HasSubstr("10 to 10,000,000 users and 20 to 10,000,000 movies; asked were 9 and 400"));
    EXPECT_THAT(refusal_of({.users = 100, .movies = 19, .ratings_per_user = 5, .seed = 1}),
                HasSubstr("asked were 100 and 19"));
    EXPECT_THAT(refusal_of({.users = 100, .movies = 40, .ratings_per_user = 21, .seed = 1}),
                HasSubstr("from 1 to half the number of movies (20); asked were 21"));
    EXPECT_THAT(refusal_of({.users = 100, .movies = 40, .ratings_per_user = 0, .seed = 1}),
                HasSubstr("asked were 0"));
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
