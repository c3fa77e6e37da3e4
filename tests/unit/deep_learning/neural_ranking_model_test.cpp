#include "infrastructure/deep_learning/neural_ranking_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "domain/errors.hpp"
#include "support/networks.hpp"
#include "support/reference_network.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

using domain::EncodedUser;
using domain::Gender;
using domain::Movie;
using domain::MovieId;
using domain::MovieIndex;
using domain::UserProfile;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::element;
using tests::kTowerWidth;
using tests::made_movies;
using tests::NetworkParts;
using tests::NetworkWidths;
using tests::RandomNetwork;
using tests::ReferenceNetwork;
using tests::small_encoders;

std::vector<float> scores_of(const NeuralRankingModel& model, const UserProfile& profile) {
    std::vector<float> scores(model.movies().size());
    model.score_all(model.encode(profile), scores);
    return scores;
}

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

// ---- a network small enough for pencil and paper ----

constexpr NetworkWidths kTiny = {.user = 1, .movie_first = 1, .movie_second = 1, .movie_vector = 1};

/// Movies 10 "A" (Comedy) and 20 "B" (Drama), no title or year features, no history statistics.
const std::vector<Movie> kTwoMovies = {{MovieId{10}, "A", {"Comedy"}},
                                       {MovieId{20}, "B", {"Drama"}}};

EncoderConfig genre_encoders() {
    return {.history_statistics = false, .genres = {"Comedy", "Drama"}};
}

/// u[0] = ReLU(3 · norm(2 · gender + 1 + bags)) with norm(x) = (x − 1)/2 · 4 + 0 = 2x − 2, u[1..] =
/// 0; m[0] = 5 · ReLU(1 · ReLU(comedy + vector)) + 1, m[1..] = 0; movie vectors 0.5 (A) and 2 (B).
ModelWeights pencil_network(NetworkParts parts) {
    ModelWeights weights = tests::zero_network(kTwoMovies, genre_encoders(), parts, kTiny);
    UserTower& user = weights.user_tower;
    element(user.input.weight, 0, 0) = 2;
    user.input.bias = {1};
    user.input_norm = {.scale = {4}, .shift = {0}, .mean = {1}, .variance = {3}, .epsilon = 1};
    element(user.hidden.weight, 0, 0) = 3;
    MovieTower& movie = weights.movie_tower;
    element(movie.input.weight, 0, 0) = 1;
    if (parts.movie_vector) {
        element(movie.input.weight, 0, 2) = 1;
        movie.movie_vector->values = {0.5F, 2};
    }
    element(movie.hidden.weight, 0, 0) = 1;
    element(movie.output.weight, 0, 0) = 5;
    movie.output.bias[0] = 1;
    return weights;
}

constexpr NetworkParts kNoPaths = {.bags = false,
                                   .movie_vector = true,
                                   .fusion_head = false,
                                   .dot_path = false,
                                   .demographic_path = false,
                                   .item_item_path = false};

TEST(PencilNetwork, DotPathIsUserTimesInteractionTimesMoviePlusBias) {
    NetworkParts parts = kNoPaths;
    parts.dot_path = true;
    ModelWeights weights = pencil_network(parts);
    element(weights.dot_path->interaction, 0, 0) = 0.01F;
    weights.dot_path->movie_bias = {0.25F, -0.5F};
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    const UserProfile man = {.demographics = {.gender = Gender::male}};
    const EncodedUser encoded = model.encode(man);

    // 2 · 1 + 1 = 3 → 2 · 3 − 2 = 4 → 3 · 4 = 12. Movies: A (1 + 0.5) · 5 + 1 = 8.5, B 2 · 5 + 1
    // = 11.
    EXPECT_FLOAT_EQ(encoded.embedding[0], 12.0F);
    EXPECT_THAT(scores_of(model, man),
                ElementsAre(testing::FloatNear(sigmoid(0.12F * 8.5F + 0.25F), 1e-6F),
                            testing::FloatNear(sigmoid(0.12F * 11.0F - 0.5F), 1e-6F)));
    // A woman: 2 · (−1) + 1 = −1 → −4 → ReLU 0, so the biases alone are left.
    EXPECT_THAT(scores_of(model, {.demographics = {.gender = Gender::female}}),
                ElementsAre(testing::FloatNear(sigmoid(0.25F), 1e-6F),
                            testing::FloatNear(sigmoid(-0.5F), 1e-6F)));
}

TEST(PencilNetwork, FusionHeadReadsUserColumnsFirst) {
    NetworkParts parts = kNoPaths;
    parts.fusion_head = true;
    ModelWeights weights = pencil_network(parts);
    FusionHead& head = *weights.fusion_head;
    element(head.input.weight, 5, 0) = 1;             // the user's 12
    element(head.input.weight, 5, kTowerWidth) = -1;  // the movie's 8.5 or 11
    head.input.bias[5] = -2;
    element(head.hidden.weight, 7, 5) = 2;
    head.hidden.bias[7] = -1;
    element(head.output.weight, 0, 7) = 0.5F;
    head.output.bias[0] = 0.125F;
    weights.calibration = {.scale = 2, .offset = -1};
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    // A: 12 − 8.5 − 2 = 1.5 → 2 · 1.5 − 1 = 2 → 0.5 · 2 + 0.125 = 1.125. B: 12 − 11 − 2 < 0 → 0 →
    // −1 → 0 → 0.125.
    EXPECT_THAT(scores_of(model, {.demographics = {.gender = Gender::male}}),
                ElementsAre(testing::FloatNear(sigmoid(2 * 1.125F - 1), 1e-6F),
                            testing::FloatNear(sigmoid(2 * 0.125F - 1), 1e-6F)));
}

TEST(PencilNetwork, BagsAddTheirRowsOverTheRootOfOneMore) {
    NetworkParts parts = kNoPaths;
    parts.bags = true;
    parts.dot_path = true;
    ModelWeights weights = pencil_network(parts);
    weights.user_tower.liked_bag->values = {4, 8};
    weights.user_tower.disliked_bag->values = {-1, -2};
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    const EncodedUser liked_a_disliked_b =
        model.encode({.ratings = {{MovieId{10}, 4.0F}, {MovieId{20}, 3.5F}}});
    const EncodedUser disliked_both =
        model.encode({.ratings = {{MovieId{10}, 1.0F}, {MovieId{20}, 2.0F}}});

    // 1 + 4/√2 − 2/√2 = 1 + √2 → 2 · (1 + √2) − 2 = 2√2 → 6√2
    EXPECT_FLOAT_EQ(liked_a_disliked_b.embedding[0], 6.0F * std::sqrt(2.0F));
    EXPECT_THAT(liked_a_disliked_b.liked, ElementsAre(0U));
    EXPECT_THAT(liked_a_disliked_b.rated, ElementsAre(0U, 1U));
    // 1 − 3/√3 < 0.
    EXPECT_FLOAT_EQ(disliked_both.embedding[0], 0.0F);
    EXPECT_THAT(disliked_both.liked, IsEmpty());
}

TEST(PencilNetwork, DemographicPathAddsTheMoviesRow) {
    NetworkParts parts = kNoPaths;
    parts.demographic_path = true;
    ModelWeights weights = pencil_network(parts);
    element(weights.demographic_path->weight, 0, 0) = 0.5F;  // A, gender
    element(weights.demographic_path->weight, 1, 3) = 2;     // B, age group 25..34
    element(weights.demographic_path->weight, 1, 8) = 1;     // B, occupation 0
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    EXPECT_THAT(
        scores_of(model, {.demographics = {.age = 30, .gender = Gender::female, .occupation = 0}}),
        ElementsAre(testing::FloatNear(sigmoid(-0.5F), 1e-6F),
                    testing::FloatNear(sigmoid(3.0F), 1e-6F)));
    EXPECT_THAT(scores_of(model, {}), ElementsAre(0.5F, 0.5F));
}

TEST(PencilNetwork, DemographicPathYieldsToTheHistory) {
    NetworkParts parts = kNoPaths;
    parts.demographic_path = true;
    ModelWeights weights = pencil_network(parts);
    element(weights.demographic_path->weight, 1, 0) = 4;
    weights.demographic_path->half_history = 0.5F;
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    const auto score_of_b = [&](std::vector<domain::RatedMovie> ratings) {
        return scores_of(model, {.demographics = {.gender = Gender::male}, .ratings = ratings})[1];
    };
    EXPECT_NEAR(score_of_b({}), sigmoid(4.0F), 1e-6F);
    // 0.5/(0.5 + 1) and 0.5/(0.5 + 2) of it; a movie that the model does not know is not counted.
    EXPECT_NEAR(score_of_b({{MovieId{10}, 5.0F}}), sigmoid(4.0F / 3.0F), 1e-6F);
    EXPECT_NEAR(score_of_b({{MovieId{10}, 5.0F}, {MovieId{20}, 1.0F}, {MovieId{99}, 1.0F}}),
                sigmoid(4.0F / 5.0F), 1e-6F);
}

TEST(PencilNetwork, CalibrationFollowsTheCurveForSoManyRatings) {
    NetworkParts parts = kNoPaths;
    parts.dot_path = true;
    ModelWeights weights = pencil_network(parts);
    weights.dot_path->movie_bias = {1, 3};
    weights.calibration = {.scale = 2,
                           .offset = -1,
                           .curves = CalibrationCurves{.from_ratings = {0, 2},
                                                       .slope = {1, 0.5F},
                                                       .shift = {0.25F, 0},
                                                       .bend_at = {2, 1, {2, 4}},
                                                       .bend = {2, 1, {3, 1}}}};
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);

    // First estimates: 2 · 1 − 1 = 1 and 2 · 3 − 1 = 5.
    const auto few = ElementsAre(testing::FloatNear(sigmoid(1.25F), 1e-6F),
                                 testing::FloatNear(sigmoid(5.25F + 3 * 3), 1e-6F));
    EXPECT_THAT(scores_of(model, {}), few);
    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 5.0F}}}), few);
    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 5.0F}, {MovieId{20}, 5.0F}}}),
                ElementsAre(testing::FloatNear(sigmoid(0.5F), 1e-6F),
                            testing::FloatNear(sigmoid(2.5F + 1), 1e-6F)));
}

TEST(PencilNetwork, ItemItemPathGrowsWithTheHistory) {
    NetworkParts parts = kNoPaths;
    parts.item_item_path = true;
    ModelWeights weights = pencil_network(parts);
    // B[A, B] = 3, B[B, A] = 1; w = 2, h = 1.
    weights.item_item_path = ItemItemPath{
        .begin = {0, 1, 2}, .movie = {1, 0}, .coefficient = {3, 1}, .weight = 2, .half_history = 1};
    const NeuralRankingModel model("m", weights, genre_encoders(), kTwoMovies);
    weights.item_item_path->half_history = 2;
    weights.item_item_path->steepness = 2.0F;
    const NeuralRankingModel steep("s", weights, genre_encoders(), kTwoMovies);

    EXPECT_THAT(scores_of(model, {}), ElementsAre(0.5F, 0.5F));
    // One liked: 2 · 1/2 · 3 = 3 for B.
    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 5.0F}}}),
                ElementsAre(0.5F, testing::FloatNear(sigmoid(3.0F), 1e-6F)));
    // Two liked: 2 · 2/3 = 4/3 of each row.
    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 5.0F}, {MovieId{20}, 4.0F}}}),
                ElementsAre(testing::FloatNear(sigmoid(4.0F / 3), 1e-6F),
                            testing::FloatNear(sigmoid(4.0F), 1e-6F)));
    // Disliked ones do not count.
    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 1.0F}}}), ElementsAre(0.5F, 0.5F));

    // By the square of the number, h = 2: one liked gives 2 · 1/5, two give 2 · 4/8.
    EXPECT_THAT(scores_of(steep, {.ratings = {{MovieId{10}, 5.0F}}}),
                ElementsAre(0.5F, testing::FloatNear(sigmoid(6.0F / 5), 1e-6F)));
    EXPECT_THAT(scores_of(steep, {.ratings = {{MovieId{10}, 5.0F}, {MovieId{20}, 4.0F}}}),
                ElementsAre(testing::FloatNear(sigmoid(1.0F), 1e-6F),
                            testing::FloatNear(sigmoid(3.0F), 1e-6F)));
}

TEST(PencilNetwork, TheNewestLikesCountMoreWhereTimesAreKnown) {
    NetworkParts parts = kNoPaths;
    parts.item_item_path = true;
    const std::vector<Movie> three = {
        {MovieId{10}, "A", {}}, {MovieId{20}, "B", {}}, {MovieId{30}, "C", {}}};
    ModelWeights weights = tests::zero_network(three, genre_encoders(), parts, kTiny);
    // B[A, C] = 1, B[B, C] = 2; w = 1, h = 0. The newer of two counts 1.5, the older 0.5.
    weights.item_item_path = ItemItemPath{.begin = {0, 1, 2, 2},
                                          .movie = {2, 2},
                                          .coefficient = {1, 2},
                                          .weight = 1,
                                          .half_history = 0};
    weights.recency = Recency{.boost = 1e6F, .span = 1 / std::log(3.0F)};
    const NeuralRankingModel model("m", weights, genre_encoders(), three);
    const auto score_of_c = [&](std::int64_t a, std::int64_t b, std::int64_t asked_at) {
        return scores_of(model, {.ratings = {{MovieId{10}, 5.0F, a}, {MovieId{20}, 5.0F, b}},
                                 .asked_at = asked_at})[2];
    };

    EXPECT_NEAR(score_of_c(100, 200, 300), sigmoid(0.5F * 1 + 1.5F * 2), 1e-5F);
    EXPECT_NEAR(score_of_c(200, 100, 300), sigmoid(1.5F * 1 + 0.5F * 2), 1e-5F);
    EXPECT_NEAR(score_of_c(100, 100, 300), sigmoid(3), 1e-5F);
    EXPECT_NEAR(score_of_c(100, domain::kUnknownTime, 300), sigmoid(3), 1e-5F);
    EXPECT_NEAR(score_of_c(100, 200, 200 + 3601), sigmoid(3), 1e-5F);
}

TEST(EncodedUsers, ListWhatTheyLikedByMovieWithItsPlaceInTheProfile) {
    const RandomNetwork network(made_movies(4), small_encoders(), 3);
    const NeuralRankingModel model("m", network.weights(), small_encoders(), made_movies(4));
    const EncodedUser user = model.encode({.ratings = {{MovieId{20}, 1.0F, 50},
                                                       {MovieId{30}, 4.0F, 100},
                                                       {MovieId{40}, 4.0F, 200},
                                                       {MovieId{10}, 5.0F, 300}}});
    EXPECT_THAT(user.liked, ElementsAre(0U, 2U, 3U));
    EXPECT_THAT(user.liked_place, ElementsAre(3U, 1U, 2U));
    EXPECT_THAT(user.liked_weight, testing::SizeIs(3));
}

TEST(EncodedUsers, ScoreTheSameToTheLastBitInWhateverOrderTheyRated) {
    const RandomNetwork network(made_movies(60), small_encoders(), 3);
    const NeuralRankingModel model("m", network.weights(), small_encoders(), made_movies(60));
    domain::UserProfile profile;
    for (std::int64_t i = 1; i <= 40; ++i)
        profile.ratings.push_back({MovieId{10 * i}, i % 4 == 0 ? 2.0F : 5.0F, 1000 - i});
    const std::vector<float> by_movie = scores_of(model, profile);
    domain::sort_by_time(profile.ratings);
    EXPECT_EQ(scores_of(model, profile), by_movie);
    std::ranges::rotate(profile.ratings, profile.ratings.begin() + 17);
    EXPECT_EQ(scores_of(model, profile), by_movie);
}

TEST(UnseenMovies, AreScoredByContentAndTheUnseenBias) {
    NetworkParts parts = kNoPaths;
    parts.dot_path = true;
    ModelWeights weights = pencil_network(parts);
    element(weights.dot_path->interaction, 0, 0) = 0.01F;
    weights.dot_path->movie_bias = {0.25F, -0.5F};
    weights.dot_path->unseen_bias = -0.75F;
    weights.movie_likes = {7, 9};
    std::vector<Movie> catalogue = kTwoMovies;
    catalogue.insert(catalogue.begin() + 1, Movie{MovieId{15}, "New", {"Comedy"}});
    const NeuralRankingModel model("m", weights, genre_encoders(), catalogue);

    // The vector is zero: (1 + 0) · 5 + 1 = 6.
    EXPECT_NEAR(scores_of(model, {.demographics = {.gender = Gender::male}})[1],
                sigmoid(0.12F * 6.0F - 0.75F), 1e-6F);
    EXPECT_THAT(model.likes(), ElementsAre(7U, 0U, 9U));
}

TEST(UnseenMovies, AreInTheProfileButMoveNoTower) {
    ModelWeights weights = RandomNetwork(kTwoMovies, genre_encoders(), 3).weights();
    std::vector<Movie> catalogue = kTwoMovies;
    catalogue.push_back({MovieId{30}, "New", {"Comedy"}});
    const NeuralRankingModel model("m", weights, genre_encoders(), catalogue);

    const EncodedUser nothing = model.encode({});
    const EncodedUser likes_new = model.encode({.ratings = {{MovieId{30}, 5.0F}}});
    const EncodedUser likes_elsewhere = model.encode({.ratings = {{MovieId{999}, 5.0F}}});

    EXPECT_EQ(likes_new.embedding, nothing.embedding);
    EXPECT_THAT(likes_new.liked, ElementsAre(2U));
    EXPECT_THAT(likes_new.rated, ElementsAre(2U));
    EXPECT_EQ(likes_elsewhere.embedding, nothing.embedding);
    EXPECT_THAT(likes_elsewhere.rated, IsEmpty());
}

TEST(NeuralRankingModel, RefusesACatalogueWithAnIdTwice) {
    const ModelWeights weights = pencil_network(NetworkParts{});

    EXPECT_THROW(NeuralRankingModel("m", weights, genre_encoders(), {kTwoMovies[0], kTwoMovies[0]}),
                 domain::InvalidInput);
}

TEST(NeuralRankingModel, ScoresAnEmptyCatalogueAsNothing) {
    const NeuralRankingModel model("m", pencil_network(NetworkParts{}), genre_encoders(), {});

    EXPECT_THAT(scores_of(model, {.ratings = {{MovieId{10}, 5.0F}}}), IsEmpty());
}

// ---- random networks against the formula in double precision ----

/// The tolerance that the project states for the engine: probabilities within 1e-4 of the formula.
constexpr double kTolerance = 1e-4;

std::vector<UserProfile> profiles_over(const std::vector<Movie>& movies, std::uint64_t seed) {
    domain::Random random(seed);
    std::vector<UserProfile> profiles = {
        {},
        {.demographics = {.age = 20, .gender = Gender::male, .occupation = 4}},
        {.demographics = {.gender = Gender::female},
         .ratings = {{movies[0].id, 1.0F}, {movies[1].id, 2.5F}}},
        {.ratings = {{movies[0].id, 5.0F}, {MovieId{123456}, 5.0F}}}};
    UserProfile& many = profiles.emplace_back();
    many.demographics = {.age = 56, .gender = Gender::female, .occupation = 13};
    for (const Movie& movie : movies)
        if (random.uniform() < 0.4)
            many.ratings.push_back({movie.id, static_cast<float>(1 + random.below(5))});
    return profiles;
}

void expect_scores_of_formula(const ModelWeights& weights, const std::vector<Movie>& catalogue,
                              InstructionSet set) {
    const EncoderConfig encoders = small_encoders();
    const NeuralRankingModel model("m", weights, encoders, catalogue, set);
    const ReferenceNetwork reference(weights, encoders);
    // The reference leaves out what the model does not know, the engine what the catalogue does not
    // have: rate movies that both know.
    std::vector<Movie> known;
    for (const Movie& movie : catalogue)
        if (std::ranges::binary_search(weights.movie_ids, movie.id.value)) known.push_back(movie);
    for (const UserProfile& profile : profiles_over(known, 5)) {
        const std::vector<float> scores = scores_of(model, profile);
        for (MovieIndex movie = 0; movie < catalogue.size(); ++movie)
            ASSERT_NEAR(scores[movie], reference.probability(profile, catalogue[movie]), kTolerance)
                << "movie " << movie << ", " << profile.ratings.size() << " ratings";
    }
}

class EveryInstructionSet : public testing::TestWithParam<InstructionSet> {};

INSTANTIATE_TEST_SUITE_P(All, EveryInstructionSet, testing::ValuesIn(available_instruction_sets()),
                         [](const auto& set) {
                             std::string name(name_of(set.param));
                             std::erase(name, '-');
                             return name;
                         });

TEST_P(EveryInstructionSet, ScoresByTheFormula) {
    const std::vector<Movie> movies = made_movies(53);

    expect_scores_of_formula(RandomNetwork(movies, small_encoders(), 1).weights(), movies,
                             GetParam());
}

TEST_P(EveryInstructionSet, ScoresByTheFormulaWhateverPartIsSwitchedOff) {
    const std::vector<Movie> movies = made_movies(20);
    constexpr NetworkWidths kSmall = {
        .user = 24, .movie_first = 20, .movie_second = 9, .movie_vector = 5};
    for (int off = 0; off < 6; ++off) {
        NetworkParts parts;
        bool* const switches[] = {&parts.bags,     &parts.movie_vector,     &parts.fusion_head,
                                  &parts.dot_path, &parts.demographic_path, &parts.item_item_path};
        *switches[off] = false;
        SCOPED_TRACE(off);
        expect_scores_of_formula(
            RandomNetwork(movies, small_encoders(), 2, parts, kSmall).weights(), movies,
            GetParam());
    }
}

TEST_P(EveryInstructionSet, ScoresACatalogueThatIsReorderedSmallerAndLarger) {
    const std::vector<Movie> all = made_movies(40);
    const std::vector<Movie> trained(all.begin(), all.begin() + 30);
    std::vector<Movie> catalogue(all.begin() + 5, all.end());
    std::ranges::reverse(catalogue);

    expect_scores_of_formula(RandomNetwork(trained, small_encoders(), 4).weights(), catalogue,
                             GetParam());
}

TEST_P(EveryInstructionSet, ScoresCandidatesAsTheWholeCatalogue) {
    const std::vector<Movie> movies = made_movies(101);
    const NeuralRankingModel model("m", RandomNetwork(movies, small_encoders(), 8).weights(),
                                   small_encoders(), movies, GetParam());
    std::vector<MovieIndex> candidates = {100, 3, 3, 0};
    for (MovieIndex movie = 20; movie < 90; movie += 2)
        candidates.push_back(movie);
    for (const UserProfile& profile : profiles_over(movies, 9)) {
        const EncodedUser user = model.encode(profile);
        std::vector<float> all(movies.size());
        std::vector<float> some(candidates.size(), -1.0F);

        model.score_all(user, all);
        model.score(user, candidates, some);
        model.score(user, {}, {});

        for (std::size_t i = 0; i < candidates.size(); ++i)
            ASSERT_NEAR(some[i], all[candidates[i]], 1e-5);
    }
}

TEST(NeuralRankingModel, EncodesUsersAndMoviesAsTheTowersDo) {
    const std::vector<Movie> movies = made_movies(20);
    const ModelWeights weights = RandomNetwork(movies, small_encoders(), 6).weights();
    const NeuralRankingModel model("m", weights, small_encoders(), movies);
    const ReferenceNetwork reference(weights, small_encoders());
    const UserProfile profile = profiles_over(movies, 1).back();

    const EncodedUser user = model.encode(profile);
    std::vector<float> movie(kTowerWidth);
    model.movie_embedding(17, movie);

    const auto user_expected = reference.user_tower(profile);
    const auto movie_expected = reference.movie_tower(movies[17]);
    for (std::size_t k = 0; k < kTowerWidth; ++k) {
        EXPECT_NEAR(user.embedding[k], user_expected[k], 1e-4);
        EXPECT_NEAR(movie[k], movie_expected[k], 1e-4);
    }
}

TEST(NeuralRankingModel, FindsMoviesByTheirIds) {
    const NeuralRankingModel model("the-id", pencil_network(NetworkParts{}), genre_encoders(),
                                   kTwoMovies);

    EXPECT_EQ(model.id(), "the-id");
    EXPECT_EQ(model.index_of(MovieId{20}), 1U);
    EXPECT_EQ(model.index_of(MovieId{15}), std::nullopt);
    EXPECT_EQ(model.movies()[1].title, "B");
}

TEST(NeuralRankingModel, ScoresTheSameFromManyThreads) {
    const std::vector<Movie> movies = made_movies(200);
    const NeuralRankingModel model("m", RandomNetwork(movies, small_encoders(), 8).weights(),
                                   small_encoders(), movies);
    const UserProfile profile = profiles_over(movies, 2).back();
    const std::vector<MovieIndex> candidates = {5, 150, 77, 12};
    const std::vector<float> expected = scores_of(model, profile);
    std::vector<int> agreements(4, 0);

    {
        std::vector<std::jthread> threads;
        threads.reserve(agreements.size());
        for (int& agreed : agreements)
            threads.emplace_back([&] {
                for (int round = 0; round < 50; ++round) {
                    std::vector<float> some(candidates.size());
                    model.score(model.encode(profile), candidates, some);
                    agreed += scores_of(model, profile) == expected &&
                              std::abs(some[1] - expected[150]) <= 1e-5F;
                }
            });
    }

    EXPECT_THAT(agreements, ElementsAre(50, 50, 50, 50));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
