#include "infrastructure/datasets/synthetic_world.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <unordered_set>

#include "domain/errors.hpp"
#include "domain/random.hpp"
#include "infrastructure/datasets/synthetic_titles.hpp"

namespace neurec::infrastructure::datasets {

namespace {

using domain::Random;

/// Streams of the seed.
enum Stream : std::uint64_t {
    kMovieStream = 1,
    kUserStream,
    kRatingStream,
    kTasteStream,
    kOrderStream
};

constexpr std::array<int, 7> kAges{1,  18, 25, 35,
                                   45, 50, 56};  // ml-1m's age groups, by their lowest age
constexpr std::array<double, kAges.size()> kAgeShares{0.04, 0.18, 0.35, 0.20, 0.09, 0.08, 0.06};
constexpr double kMaleShare = 0.6;
constexpr std::uint64_t kMost = 10'000'000;
constexpr std::uint64_t kFewestUsers = 10;
constexpr std::uint64_t kFewestMovies = 20;

constexpr int kFirstYear = 1930;
constexpr int kLastYear = 2000;
constexpr std::int64_t kFirstTime = 956'700'000;  // April 2000, as in ml-1m
constexpr double kThreeYears = 3 * 365.25 * 86'400;

/// How many movies of each genre there are, relative to each other.
constexpr std::array<double, kGenres.size()> kGenreShares{50, 28, 10, 25, 120, 21, 12, 160, 7,
                                                          5,  34, 11, 11, 47,  28, 49, 14,  7};

/// Groups of people, in this order: by gender, by age, by occupation.
constexpr std::size_t kGroups = 2 + kAges.size() + domain::kOccupations;

std::size_t drawn(Random& random, std::span<const double> shares) {
    double left = random.uniform() * std::accumulate(shares.begin(), shares.end(), 0.0);
    for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
        left -= shares[i];
        if (left < 0) return i;
    }
    return shares.size() - 1;
}

}  // namespace

SyntheticWorld::SyntheticWorld(const domain::SyntheticDatasetOptions& options) : options_(options) {
    if (options.users < kFewestUsers || options.users > kMost || options.movies < kFewestMovies ||
        options.movies > kMost)
        throw domain::InvalidInput(
            "A made data set has 10 to 10,000,000 users and 20 to 10,000,000 movies; asked were " +
            std::to_string(options.users) + " and " + std::to_string(options.movies) + ".");
    if (options.ratings_per_user < 1 || options.ratings_per_user > options.movies / 2)
        throw domain::InvalidInput(
            "Ratings per user must be from 1 to half the number of movies (" +
            std::to_string(options.movies / 2) + "); asked were " +
            std::to_string(options.ratings_per_user) + ".");
    group_taste_.reserve(kGroups * kGenres.size());
    for (std::size_t i = 0; i < kGroups * kGenres.size(); ++i)
        group_taste_.push_back(Random(options.seed, kTasteStream, i).normal());
    movies_.reserve(options.movies);
    traits_.reserve(options.movies);
    for (std::size_t i = 0; i < options.movies; ++i)
        make_movie(i);

    // Zipf's law over ranks that have nothing to do with ids: rank r is met in proportion to 1/(r +
    // 10).
    std::vector<std::size_t> movie_of_rank(options.movies);
    std::iota(movie_of_rank.begin(), movie_of_rank.end(), 0);
    Random(options.seed, kOrderStream).shuffle(std::span(movie_of_rank));
    popularity_.resize(options.movies);
    for (std::size_t rank = 0; rank < options.movies; ++rank)
        popularity_[movie_of_rank[rank]] =
            std::exp(0.4 * static_cast<double>(traits_[movie_of_rank[rank]].quality)) /
            (static_cast<double>(rank) + 10);
    std::partial_sum(popularity_.begin(), popularity_.end(), popularity_.begin());
    for (double& share : popularity_)
        share /= popularity_.back();
    popularity_.back() = 1;
}

void SyntheticWorld::make_movie(std::size_t index) {
    Random random(options_.seed, kMovieStream, index);
    Traits traits;
    traits.genre_count = static_cast<std::uint8_t>(1 + drawn(random, std::array{0.45, 0.35, 0.2}));
    std::vector<double> shares(kGenreShares.begin(), kGenreShares.end());
    for (std::size_t i = 0; i < traits.genre_count; ++i) {
        const std::size_t genre = drawn(random, shares);
        traits.genres[i] = static_cast<std::uint8_t>(genre);
        shares[genre] = 0;
    }
    std::sort(traits.genres.begin(), traits.genres.begin() + traits.genre_count);
    traits.quality = static_cast<float>(0.45 * random.normal());
    // Most movies are recent: the square of a uniform number is mostly small.
    const double age = std::pow(random.uniform(), 2.0) * (kLastYear - kFirstYear);
    traits.year = static_cast<float>(kLastYear - static_cast<int>(age));

    domain::Movie movie{domain::MovieId{static_cast<std::int64_t>(index) + 1}, {}, {}};
    movie.title =
        synthetic_title(index) + " (" + std::to_string(static_cast<int>(traits.year)) + ")";
    for (std::size_t i = 0; i < traits.genre_count; ++i)
        movie.genres.emplace_back(kGenres[traits.genres[i]]);
    movies_.push_back(std::move(movie));
    traits_.push_back(traits);
}

SyntheticUser SyntheticWorld::user(std::uint64_t index) const {
    Random random(options_.seed, kUserStream, index);
    const bool is_male = random.uniform() < kMaleShare;
    const std::size_t age_group = drawn(random, kAgeShares);
    const auto occupation = static_cast<int>(random.below(domain::kOccupations));

    SyntheticUser result;
    result.user = {
        domain::UserId{static_cast<std::int64_t>(index) + 1},
        {kAges[age_group], is_male ? domain::Gender::male : domain::Gender::female, occupation}};
    const std::size_t gender_group = is_male ? 1 : 0;
    for (std::size_t genre = 0; genre < kGenres.size(); ++genre)
        result.genre_taste[genre] =
            0.35 * group_taste(gender_group, genre) + 0.35 * group_taste(2 + age_group, genre) +
            0.15 * group_taste(2 + kAges.size() + static_cast<std::size_t>(occupation), genre) +
            0.55 * random.normal();
    result.favourite_year =
        kLastYear + 10 - std::max(18, kAges[age_group]) * 0.8 + 6 * random.normal();
    return result;
}

double SyntheticWorld::group_taste(std::size_t group, std::size_t genre) const {
    return group_taste_[group * kGenres.size() + genre];
}

double SyntheticWorld::appeal(const SyntheticUser& user, std::size_t movie) const {
    const Traits& traits = traits_[movie];
    double taste = 0;
    for (std::size_t i = 0; i < traits.genre_count; ++i)
        taste += user.genre_taste[traits.genres[i]];
    taste /= std::sqrt(static_cast<double>(traits.genre_count));
    const double years_apart = (static_cast<double>(traits.year) - user.favourite_year) / 15;
    return 3.4 + static_cast<double>(traits.quality) + taste +
           0.5 * std::exp(-years_apart * years_apart);
}

std::size_t SyntheticWorld::meet(double uniform) const {
    const auto met = std::upper_bound(popularity_.begin(), popularity_.end(), uniform);
    return std::min(static_cast<std::size_t>(met - popularity_.begin()), popularity_.size() - 1);
}

std::vector<domain::Rating> SyntheticWorld::ratings(const SyntheticUser& user) const {
    Random random(options_.seed, kRatingStream, static_cast<std::uint64_t>(user.user.id.value));
    const auto average = static_cast<double>(options_.ratings_per_user);
    // Log-normal with mean `average`: most people rate less than that, a few far more.
    constexpr double kSpread = 0.7;
    const double wanted = average * std::exp(kSpread * random.normal() - kSpread * kSpread / 2);
    const auto count = static_cast<std::size_t>(
        std::clamp(wanted, std::max(1.0, average / 4),
                   std::min(average * 4, 0.6 * static_cast<double>(movies_.size()))));

    std::vector<domain::Rating> result;
    std::unordered_set<std::size_t> rated;
    double time = static_cast<double>(kFirstTime) + random.uniform() * kThreeYears;
    // Tries are bounded: a user whom little appeals to just rates less.
    for (std::size_t tries = 0; result.size() < count && tries < 60 * count; ++tries) {
        const std::size_t movie = meet(random.uniform());
        const double appeal = this->appeal(user, movie);
        const double picked = 1 / (1 + std::exp(2 - appeal * 0.9 + 1.6));
        if (random.uniform() > picked || !rated.insert(movie).second) continue;
        const double stars = std::clamp(std::round(appeal + 0.6 * random.normal()), 1.0, 5.0);
        time += 20 + 100 * random.exponential();
        result.push_back({user.user.id, movies_[movie].id, static_cast<float>(stars),
                          static_cast<std::int64_t>(time)});
    }
    return result;
}

}  // namespace neurec::infrastructure::datasets
