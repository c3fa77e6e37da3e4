#include "infrastructure/deep_learning/feature_encoders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace neurec::infrastructure::deep_learning {
namespace {

using domain::Demographics;
using domain::Gender;
using domain::Movie;
using domain::MovieId;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<float> encoded(const UserFeatureEncoder& encoder, const Demographics& demographics,
                           HistoryCounts history = {}) {
    std::vector<float> features(encoder.size(), -7.0F);
    encoder.encode(demographics, history, features);
    return features;
}

/// A vector of zeros but for the columns given.
std::vector<float> with(std::size_t size, std::vector<Feature> features) {
    std::vector<float> values(size, 0.0F);
    for (const Feature feature : features)
        values[feature.column] = feature.value;
    return values;
}

TEST(UserFeatures, AreGenderAgeGroupAndOccupationOfTheOriginal) {
    const UserFeatureEncoder encoder({.history_statistics = false});

    EXPECT_EQ(encoded(encoder, {.age = 27, .gender = Gender::male, .occupation = 20}),
              with(29, {{0, 1.0F}, {3, 1.0F}, {28, 1.0F}}));
    EXPECT_EQ(encoded(encoder, {.age = 60, .gender = Gender::female, .occupation = 0}),
              with(29, {{0, -1.0F}, {7, 1.0F}, {8, 1.0F}}));
}

TEST(UserFeatures, AreZerosForWhatIsUnknown) {
    EXPECT_EQ(encoded(UserFeatureEncoder({.history_statistics = true}), {}),
              std::vector<float>(32, 0.0F));
}

struct AgeCase {
    int age;
    std::uint32_t column;
};
class AgeGroups : public testing::TestWithParam<AgeCase> {};

TEST_P(AgeGroups, HaveTheOriginalsLowerBounds) {
    const UserFeatureEncoder encoder({.history_statistics = false});

    EXPECT_EQ(encoded(encoder, {.age = GetParam().age}), with(29, {{GetParam().column, 1.0F}}));
}

INSTANTIATE_TEST_SUITE_P(Bounds, AgeGroups,
                         testing::Values(AgeCase{0, 1}, AgeCase{1, 1}, AgeCase{17, 1},
                                         AgeCase{18, 2}, AgeCase{24, 2}, AgeCase{25, 3},
                                         AgeCase{35, 4}, AgeCase{45, 5}, AgeCase{49, 5},
                                         AgeCase{50, 6}, AgeCase{55, 6}, AgeCase{56, 7},
                                         AgeCase{150, 7}));

TEST(UserFeatures, EndWithTheStatisticsOfTheHistory) {
    const UserFeatureEncoder encoder({.history_statistics = true});

    const std::vector<float> features = encoded(encoder, {}, {.liked = 3, .disliked = 1});

    EXPECT_FLOAT_EQ(features[29], std::log(5.0F) / 3.0F);
    EXPECT_FLOAT_EQ(features[30], 0.75F);
    EXPECT_FLOAT_EQ(features[31], 1.0F);
}

TEST(BagWeight, IsOneOverTheRootOfOneMoreThanTheMovies) {
    EXPECT_FLOAT_EQ(bag_weight(0), 1.0F);
    EXPECT_FLOAT_EQ(bag_weight(3), 0.5F);
    EXPECT_FLOAT_EQ(bag_weight(24), 0.2F);
}

TEST(TitleWords, AreLowerCaseWithoutYearArticlesAndAccents) {
    EXPECT_THAT(title_words("Matrix, The (1999)"), ElementsAre("matrix"));
    EXPECT_THAT(title_words("Léon: The Professional (1994)"), ElementsAre("leon", "professional"));
    EXPECT_THAT(title_words("ÉTÉ à l'Œil"), ElementsAre("ete", "l", "Œil"));
    EXPECT_THAT(title_words("2001: A Space Odyssey (1968)"),
                ElementsAre("2001", "space", "odyssey"));
    EXPECT_THAT(title_words("(1995)"), IsEmpty());
}

TEST(TitleWords, TakeBytesThatAreNotUtf8AsTheyAre) {
    EXPECT_THAT(title_words("a\xC3"), ElementsAre("a\xC3"));
    EXPECT_THAT(title_words("\xFF\xFE x"), ElementsAre("\xFF\xFE", "x"));
}

constexpr std::uint32_t kBuckets = 1000;

EncoderConfig movie_config() {
    return {.genres = {"Action", "Drama"},
            .year_bins = {1980, 1990, 2000},
            .unknown_year_column = true,
            .title_buckets = kBuckets};
}

std::vector<Feature> encoded(const EncoderConfig& config, const Movie& movie) {
    std::vector<Feature> features;
    MovieFeatureEncoder(config).encode(movie, features);
    return features;
}

TEST(MovieFeatures, AreGenresYearAndTitleInThisOrder) {
    const std::vector<Feature> features = encoded(
        movie_config(), {MovieId{1}, "Iron Giant, The (1999)", {"Drama", "Children's", "Action"}});

    ASSERT_EQ(features.size(), 5U);
    EXPECT_EQ(features[0], (Feature{0, 1.0F}));
    EXPECT_EQ(features[1], (Feature{1, 1.0F}));
    EXPECT_EQ(features[2], (Feature{3, 1.0F}));
    EXPECT_GE(features[3].column, 6U);
    EXPECT_FLOAT_EQ(features[3].value, std::sqrt(0.5F));
    EXPECT_LT(features[4].column, 6U + kBuckets);
    EXPECT_FLOAT_EQ(features[4].value, std::sqrt(0.5F));
}

TEST(MovieFeatures, CountAGenreThatIsNamedTwiceOnce) {
    EncoderConfig config = movie_config();
    config.title_buckets = 0;

    EXPECT_THAT(encoded(config, {MovieId{1}, "X (1985)", {"Drama", "Drama"}}),
                ElementsAre(Feature{1, 1.0F}, Feature{2, 1.0F}));
}

TEST(MovieFeatures, TakeAYearBeforeTheFirstBinAsTheFirstAndNoYearAsTheLastColumn) {
    EncoderConfig config = movie_config();
    config.title_buckets = 0;

    EXPECT_THAT(encoded(config, {MovieId{1}, "Nosferatu (1922)", {}}),
                ElementsAre(Feature{2, 1.0F}));
    EXPECT_THAT(encoded(config, {MovieId{1}, "Later (2031)", {}}), ElementsAre(Feature{4, 1.0F}));
    EXPECT_THAT(encoded(config, {MovieId{1}, "Whenever", {}}), ElementsAre(Feature{5, 1.0F}));
    config.unknown_year_column = false;
    EXPECT_THAT(encoded(config, {MovieId{1}, "Whenever", {}}), IsEmpty());
}

TEST(MovieFeatures, HashWordsAlikeOnEveryMachine) {
    EncoderConfig config;
    config.title_buckets = 256;

    // FNV-1a 32 of "matrix" is 0x15C2F8EC (computed by an independent program); folded with its
    // high half, mod 256.
    const std::uint32_t hash = 0x15C2F8ECU;
    EXPECT_THAT(encoded(config, {MovieId{1}, "Matrix, The", {}}),
                ElementsAre(Feature{(hash ^ (hash >> 16U)) % 256, 1.0F}));
}

TEST(MovieFeatures, AreTheSameDenseAndSparse) {
    const MovieFeatureEncoder encoder(movie_config());
    const Movie movie{MovieId{1}, "Fistful of Dollars, A (1984)", {"Action"}};
    std::vector<float> dense(encoder.size(), -7.0F);
    std::vector<Feature> sparse;

    encoder.encode(movie, dense);
    encoder.encode(movie, sparse);

    EXPECT_EQ(dense, with(encoder.size(), sparse));
}

TEST(EncoderConfig, TakesItsVocabulariesFromTheMovies) {
    const std::vector<Movie> movies = {{MovieId{1}, "A (1994)", {"Drama", "Action"}},
                                       {MovieId{2}, "B (1919)", {"(no genres listed)"}},
                                       {MovieId{3}, "C", {"Action"}}};

    const EncoderConfig config = encoder_config_for(movies, true, 64);

    EXPECT_THAT(config.genres, ElementsAre("Action", "Drama"));
    EXPECT_THAT(config.year_bins, ElementsAre(1920, 1930, 1940, 1950, 1960, 1970, 1980, 1990));
    EXPECT_TRUE(config.unknown_year_column);
    EXPECT_EQ(config.title_buckets, 64U);
    EXPECT_TRUE(config.history_statistics);
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
