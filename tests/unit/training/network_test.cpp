#include "infrastructure/training/network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/baselines/demographic_ridge.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "infrastructure/training/calibration.hpp"
#include "infrastructure/training/catalogue_slice.hpp"
#include "infrastructure/training/content_prior.hpp"
#include "infrastructure/training/demographic_path.hpp"
#include "infrastructure/training/item_item.hpp"
#include "infrastructure/training/learner.hpp"
#include "infrastructure/training/movie_content.hpp"
#include "infrastructure/training/tensor_copies.hpp"
#include "infrastructure/training/weight_export.hpp"
#include "support/networks.hpp"
#include "support/small_dataset.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::ModelPreset;

domain::Dataset made_data(std::uint64_t users, std::uint64_t movies) {
    const datasets::SyntheticWorld world(
        {.users = users, .movies = movies, .ratings_per_user = 14, .seed = 5});
    std::vector<domain::User> people;
    std::vector<domain::Rating> ratings;
    for (std::uint64_t i = 0; i < users; ++i) {
        const datasets::SyntheticUser user = world.user(i);
        people.push_back(user.user);
        const auto theirs = world.ratings(user);
        ratings.insert(ratings.end(), theirs.begin(), theirs.end());
    }
    return {people, world.movies(), ratings};
}

TrainingPlan plan_with(ModelPreset preset, const std::map<std::string, bool>& switches) {
    return {.preset = preset,
            .parts = parts_of(preset, switches),
            .seed = 3,
            .epochs = 2,
            .batch_size = preset == ModelPreset::seed ? 512 : 32,
            .learning_rate = 2e-3,
            .patience = 5};
}

deep_learning::EncoderConfig encoders_for(const TrainingPlan& plan, const domain::Dataset& data) {
    if (!plan.parts.content) {
        deep_learning::EncoderConfig vector_alone;
        vector_alone.history_statistics = plan.parts.history;
        return vector_alone;
    }
    return deep_learning::encoder_config_for(data.movies(), plan.parts.history, 32);
}

std::unique_ptr<Learner> learner_for(const TrainingPlan& plan, const domain::Dataset& data,
                                     const deep_learning::EncoderConfig& encoders) {
    return plan.preset == ModelPreset::seed ? make_seed_learner(plan, data, encoders)
                                            : make_history_learner(plan, data, encoders);
}

/// LibTorch's own forward pass, in evaluation mode: every movie's logit for a user.
std::vector<float> torch_logits(NetworkImpl& network, const domain::Dataset& data,
                                const deep_learning::EncoderConfig& encoders,
                                const domain::UserProfile& profile) {
    const torch::NoGradGuard no_grad;
    BagArrays liked;
    BagArrays disliked;
    for (const domain::RatedMovie& rated : profile.ratings)
        (domain::is_liked(rated.rating) ? liked : disliked)
            .rows.push_back(*data.index_of(rated.movie));
    const deep_learning::HistoryCounts counts{liked.rows.size(), disliked.rows.size()};
    liked.close(deep_learning::bag_weight(counts.liked));
    disliked.close(deep_learning::bag_weight(counts.disliked));
    const deep_learning::UserFeatureEncoder encoder(encoders);
    std::vector<float> features(encoder.size());
    encoder.encode(profile.demographics, counts, features);

    const BagArrays content =
        encode_content(data.movies(), deep_learning::MovieFeatureEncoder(encoders));
    const torch::Tensor user = network.user_tower(
        tensor_of(features, {1, static_cast<std::int64_t>(features.size())}, torch::kCPU),
        bags_of(liked, torch::kCPU), bags_of(disliked, torch::kCPU), torch::Tensor());
    const torch::Tensor movies =
        network.movie_tower(bags_of(content, torch::kCPU), torch::Tensor(), torch::Tensor());
    torch::Tensor logits = network.dot_logits(user, movies, torch::Tensor()).squeeze(0);
    if (network.fusion_head)
        logits = logits + network.fusion_head->pairs(user.expand_as(movies), movies);
    logits = logits.contiguous();
    return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

struct Variant {
    std::string name;
    ModelPreset preset;
    std::map<std::string, bool> switches;
};

void PrintTo(const Variant& variant, std::ostream* out) {
    *out << variant.name;
}

class EngineAgainstTorch : public testing::TestWithParam<Variant> {};

TEST_P(EngineAgainstTorch, ScoresAreEqualToATenThousandthOnEveryInstructionSet) {
    // Everyone rates every movie that the data has below, so that no movie is exported as unseen.
    domain::Dataset all = made_data(60, 40);
    const TrainingPlan plan = plan_with(GetParam().preset, GetParam().switches);
    const deep_learning::EncoderConfig encoders = encoders_for(plan, all);
    const std::unique_ptr<Learner> learner = learner_for(plan, all, encoders);
    for (std::uint64_t step = 0; step < learner->steps_per_epoch(); ++step)
        (void)learner->step(0, step);
    const TrainedNetwork::Served served(learner->trained());
    NetworkImpl& network = learner->trained().network();
    deep_learning::ModelWeights weights = export_weights(network, all);
    ASSERT_EQ(find_inconsistency(weights, deep_learning::UserFeatureEncoder(encoders).size(),
                                 deep_learning::MovieFeatureEncoder(encoders).size()),
              std::nullopt);
    const std::vector<std::uint32_t> ratings = all.ratings_per_movie();

    for (const auto set : deep_learning::available_instruction_sets()) {
        const deep_learning::NeuralRankingModel engine("m", weights, encoders, all.movies(), set);
        std::vector<float> scores(all.movies().size());
        for (const domain::UserIndex user : {0U, 7U, 31U}) {
            domain::UserProfile profile = all.profile_of(user);
            if (user == 7) profile.ratings.clear();
            if (user == 31) profile.demographics = {};
            engine.score_all(engine.encode(profile), scores);
            const std::vector<float> expected = torch_logits(network, all, encoders, profile);
            for (std::size_t movie = 0; movie < scores.size(); ++movie) {
                if (ratings[movie] == 0) continue;
                EXPECT_NEAR(scores[movie], 1 / (1 + std::exp(-expected[movie])), 1e-4)
                    << name_of(set) << ", user " << user << ", movie " << movie;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Presets, EngineAgainstTorch,
    testing::Values(Variant{"seed", ModelPreset::seed, {}},
                    Variant{"history", ModelPreset::history, {}},
                    Variant{"without_history", ModelPreset::history, {{"history", false}}},
                    Variant{
                        "without_movie_vector", ModelPreset::history, {{"movie_vector", false}}},
                    Variant{"without_content", ModelPreset::history, {{"content", false}}},
                    Variant{"with_fusion_head", ModelPreset::history, {{"fusion_head", true}}},
                    Variant{"fusion_head_for_dot_path",
                            ModelPreset::history,
                            {{"fusion_head", true}, {"dot_path", false}}}),
    [](const auto& each) { return each.param.name; });

class Learning : public testing::TestWithParam<ModelPreset> {};

TEST_P(Learning, LowersTheLoss) {
    const domain::Dataset data = made_data(200, 60);
    TrainingPlan plan = plan_with(GetParam(), {});
    plan.epochs = 12;
    const std::unique_ptr<Learner> learner = learner_for(plan, data, encoders_for(plan, data));
    std::vector<double> losses;
    for (int epoch = 0; epoch < plan.epochs; ++epoch) {
        double sum = 0;
        for (std::uint64_t step = 0; step < learner->steps_per_epoch(); ++step)
            sum += learner->step(epoch, step).loss;
        losses.push_back(sum);
    }
    EXPECT_LT(losses.back(), 0.97 * losses.front());
}

INSTANTIATE_TEST_SUITE_P(Presets, Learning,
                         testing::Values(ModelPreset::history, ModelPreset::seed),
                         [](const auto& each) {
                             return each.param == ModelPreset::seed ? "seed" : "history";
                         });

TEST(SparseGradients, OfALargeCatalogueLowerTheLossAndGoOnWhereTheyWereSaved) {
    const domain::Dataset data = made_data(150, CatalogueSlice::kFullUpTo + 1);
    const TrainingPlan plan = plan_with(ModelPreset::history, {});
    const auto encoders = encoders_for(plan, data);
    const auto whole = learner_for(plan, data, encoders);
    ASSERT_EQ(whole->trained().network().sparse_tables().size(), 3);
    std::stringstream file;
    std::vector<double> losses(2);
    for (int epoch = 0; epoch < 2; ++epoch)
        for (std::uint64_t step = 0; step < whole->steps_per_epoch(); ++step) {
            losses[static_cast<std::size_t>(epoch)] += whole->step(epoch, step).loss;
            if (epoch > 0 || step != 3) continue;
            torch::serialize::OutputArchive archive;
            whole->trained().save(archive);
            archive.save_to(file);
        }
    EXPECT_LT(losses[1], losses[0]);

    const auto resumed = learner_for(plan, data, encoders);
    torch::serialize::InputArchive archive;
    archive.load_from(file);
    resumed->trained().load(archive);
    for (int epoch = 0; epoch < 2; ++epoch)
        for (std::uint64_t step = epoch == 0 ? 4 : 0; step < resumed->steps_per_epoch(); ++step)
            (void)resumed->step(epoch, step);
    const TrainedNetwork::Served served(resumed->trained());
    const TrainedNetwork::Served also_served(whole->trained());
    EXPECT_EQ(resumed->trained().checksum(), whole->trained().checksum());
}

TEST(ExportWeights, GivesMoviesThatNobodyRatedTheStartOfANewOne) {
    domain::Dataset data = made_data(60, 40);
    data = data.filtered([&](domain::UserIndex user, std::size_t i) {
        return data.ratings_of(user).movies[i] != 3;
    });
    const TrainingPlan plan = plan_with(ModelPreset::history, {});
    const std::unique_ptr<Learner> learner =
        make_history_learner(plan, data, encoders_for(plan, data));
    (void)learner->step(0, 0);

    const deep_learning::ModelWeights weights = export_weights(learner->trained().network(), data);

    EXPECT_EQ(weights.dot_path->movie_bias[3], weights.dot_path->unseen_bias);
    const deep_learning::Matrix& vectors = *weights.movie_tower.movie_vector;
    for (std::size_t column = 0; column < vectors.cols; ++column)
        EXPECT_EQ(vectors.values[3 * vectors.cols + column], 0);
    EXPECT_NE(vectors.values[0], 0);
}

/// Comedies have a bias of 2 and the vector (3, …), dramas −1 and (1, …); the comedy at 3 is rated
/// by nobody.
struct TwoGenres {
    TwoGenres() {
        for (std::int64_t id = 1; id <= 8; ++id)
            movies.push_back({domain::MovieId{id}, "M", {id % 2 == 0 ? "Comedy" : "Drama"}});
        std::vector<domain::Rating> ratings;
        for (std::int64_t id = 1; id <= 8; ++id)
            if (id != 4) ratings.push_back({domain::UserId{1}, domain::MovieId{id}, 5.0F, 0});
        data = {{{domain::UserId{1}, {}}}, movies, ratings};
        weights = tests::zero_network(movies, encoders, {}, {});
        for (std::size_t movie = 0; movie < movies.size(); ++movie) {
            weights.dot_path->movie_bias[movie] = movie % 2 == 1 ? 2.0F : -1.0F;
            tests::element(*weights.movie_tower.movie_vector, movie, 0) =
                movie % 2 == 1 ? 3.0F : 1.0F;
        }
        weights.dot_path->movie_bias[3] = weights.dot_path->unseen_bias = -5;
        tests::element(*weights.movie_tower.movie_vector, 3, 0) = 0;
    }
    std::vector<domain::Movie> movies;
    domain::Dataset data;
    deep_learning::EncoderConfig encoders{.history_statistics = true,
                                          .genres = {"Comedy", "Drama"}};
    deep_learning::ModelWeights weights;
};

TEST(LearnContentPrior, GivesUnratedMoviesWhatThoseLikeThemHave) {
    TwoGenres made;
    learn_content_prior(made.weights, made.encoders, made.data, 1e-6);

    EXPECT_NEAR(tests::element(*made.weights.movie_tower.movie_vector, 3, 0), 3, 1e-4);
    // Four of the seven rated are dramas: a comedy is 3 · 4/7 above the mean.
    EXPECT_NEAR(made.weights.dot_path->movie_bias[3], -5 + 3 * 4.0 / 7, 1e-4);
    EXPECT_EQ(made.weights.dot_path->movie_bias[1], 2);
}

TEST(LearnContentPrior, GivesMoviesThatArePostedLaterTheSame) {
    TwoGenres made;
    learn_content_prior(made.weights, made.encoders, made.data, 1e-6);
    std::vector<domain::Movie> catalogue = made.movies;
    catalogue.push_back({domain::MovieId{99}, "New", {"Drama"}});
    catalogue.push_back({domain::MovieId{100}, "Newer", {"Comedy"}});
    const deep_learning::NeuralRankingModel model("m", made.weights, made.encoders, catalogue);

    std::vector<float> scores(catalogue.size());
    model.score_all(model.encode({}), scores);

    const auto logit = [&](std::size_t i) { return std::log(scores[i] / (1 - scores[i])); };
    EXPECT_NEAR(logit(9) - logit(8), 3, 1e-3);
    EXPECT_NEAR(logit(9), made.weights.dot_path->movie_bias[3], 1e-3);
}

TEST(LearnContentPrior, ShrinksTowardsTheMeanMovie) {
    TwoGenres made;
    learn_content_prior(made.weights, made.encoders, made.data, 1e9);
    EXPECT_NEAR(tests::element(*made.weights.movie_tower.movie_vector, 3, 0), (3 * 3 + 4 * 1) / 7.0,
                1e-4);
    EXPECT_NEAR(made.weights.dot_path->movie_bias[3], -5, 1e-4);
}

/// (XᵀX + λI + p/(1 − p) · diag(XᵀX))⁻¹ by Gauss–Jordan elimination, and B from it.
std::vector<std::vector<double>> reference_item_item(const domain::Dataset& data,
                                                     double regularisation, double dropout) {
    const std::size_t size = data.movies().size();
    std::vector<std::vector<double>> rows(size, std::vector<double>(2 * size));
    for (std::size_t i = 0; i < size; ++i) {
        rows[i][i] = regularisation;
        rows[i][size + i] = 1;
    }
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView ratings = data.ratings_of(user);
        for (std::size_t a = 0; a < ratings.size(); ++a)
            for (std::size_t b = 0; b < ratings.size(); ++b)
                if (domain::is_liked(ratings.values[a]) && domain::is_liked(ratings.values[b]))
                    rows[ratings.movies[a]][ratings.movies[b]] +=
                        a == b ? 1 + dropout / (1 - dropout) : 1;
    }
    for (std::size_t pivot = 0; pivot < size; ++pivot) {
        const double divisor = rows[pivot][pivot];
        for (double& cell : rows[pivot])
            cell /= divisor;
        for (std::size_t other = 0; other < size; ++other) {
            const double factor = rows[other][pivot];
            if (other == pivot) continue;
            for (std::size_t column = 0; column < 2 * size; ++column)
                rows[other][column] -= factor * rows[pivot][column];
        }
    }
    std::vector<std::vector<double>> result(size, std::vector<double>(size));
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j)
            if (i != j) result[i][j] = -rows[i][size + j] / rows[j][size + j];
    return result;
}

TEST(LearnDemographicPath, IsTheRidgeRegressionOfTheBaselineForWhoeverTellsEverything) {
    const domain::Dataset data = made_data(300, 30);
    const DemographicPathSettings settings{.regularisation = 20, .weight = 3, .half_history = 0.5F};
    const baselines::DemographicRidge expected(data, domain::Positives::liked, 20);

    const deep_learning::DemographicPath path = learn_demographic_path(data, settings);

    EXPECT_EQ(path.half_history, 0.5F);
    std::vector<float> shares(30);
    std::size_t compared = 0;
    for (const domain::User& user : data.users()) {
        const domain::Demographics& known = user.demographics;
        if (!known.age || !known.gender || !known.occupation) continue;
        ++compared;
        expected.score({known, {}}, shares);
        const deep_learning::DemographicFeatures features(known);
        for (std::size_t movie = 0; movie < 30; ++movie) {
            float sum = 0;
            for (const deep_learning::Feature feature : features.view())
                sum +=
                    feature.value * path.weight.values[movie * path.weight.cols + feature.column];
            ASSERT_NEAR(sum, 3 * shares[movie], 1e-4) << movie;
        }
    }
    EXPECT_GT(compared, 50);
}

TEST(LearnItemItem, IsEaseAsGaussJordanEliminationGivesIt) {
    const domain::Dataset data = made_data(80, 30);
    const auto expected = reference_item_item(data, 5, 0.25);
    const std::vector<std::uint32_t> likes = data.likes_per_movie();

    const deep_learning::ItemItemPath path = learn_item_item(data, {.regularisation = 5,
                                                                    .dropout = 0.25,
                                                                    .kept_a_movie = 1000,
                                                                    .weight = 2,
                                                                    .half_history = 3,
                                                                    .steepness = 4});

    ASSERT_EQ(path.begin.size(), 31);
    EXPECT_EQ(path.weight, 2);
    EXPECT_EQ(path.half_history, 3);
    EXPECT_EQ(path.steepness, 4);
    std::size_t compared = 0;
    for (std::uint32_t row = 0; row < 30; ++row)
        for (std::uint32_t i = path.begin[row]; i < path.begin[row + 1]; ++i, ++compared)
            EXPECT_NEAR(path.coefficient[i], expected[row][path.movie[i]], 1e-6)
                << row << ", " << path.movie[i];
    const auto liked = static_cast<std::size_t>(
        std::ranges::count_if(likes, [](auto count) { return count > 0; }));
    EXPECT_GE(compared, liked * (liked - 1));
}

TEST(LearnItemItem, KeepsTheStrongestCoefficientsOfEachMovie) {
    const domain::Dataset data = made_data(80, 30);
    const auto all = reference_item_item(data, 5, 0);
    const deep_learning::ItemItemPath path =
        learn_item_item(data, {.regularisation = 5, .dropout = 0, .kept_a_movie = 3});
    for (std::uint32_t row = 0; row < 30; ++row) {
        if (path.begin[row] == path.begin[row + 1]) continue;
        ASSERT_EQ(path.begin[row + 1] - path.begin[row], 3);
        std::vector<double> strengths;
        for (const double coefficient : all[row])
            strengths.push_back(std::abs(coefficient));
        std::ranges::sort(strengths, std::greater{});
        for (std::uint32_t i = path.begin[row]; i < path.begin[row + 1]; ++i)
            EXPECT_GE(std::abs(path.coefficient[i]), strengths[2] - 1e-6);
    }
}

/// Everybody likes two thirds of the movies, so that any two are liked together.
domain::Dataset much_liked(std::int64_t users, std::int64_t movies) {
    domain::Random random(11);
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= users; ++user)
        for (std::int64_t movie = 1; movie <= movies; ++movie)
            if (random.below(3) != 0) stars.push_back({user, movie, 4.0F});
    return tests::small_dataset(users, movies, stars);
}

TEST(LearnItemItem, IsEaseWhereAllMoviesAreNeighboursToo) {
    const domain::Dataset data = much_liked(60, 12);
    const auto expected = reference_item_item(data, 5, 0.25);

    const deep_learning::ItemItemPath path =
        learn_item_item(data, {.regularisation = 5, .dropout = 0.25, .dense_up_to = 11});

    ASSERT_EQ(path.movie.size(), 12 * 11);
    for (std::uint32_t row = 0; row < 12; ++row)
        for (std::uint32_t i = path.begin[row]; i < path.begin[row + 1]; ++i)
            EXPECT_NEAR(path.coefficient[i], expected[row][path.movie[i]], 1e-6)
                << row << ", " << path.movie[i];
}

TEST(LearnItemItem, PredictsFromTheClosestNeighboursAboveItsLimit) {
    const domain::Dataset data = made_data(80, 30);
    const deep_learning::ItemItemPath path =
        learn_item_item(data, {.regularisation = 5, .dense_up_to = 0, .neighbours = 4});
    std::vector<int> coefficients(30, 0);
    for (const std::uint32_t target : path.movie)
        ++coefficients[target];
    EXPECT_EQ(*std::ranges::max_element(coefficients), 4);
    ASSERT_EQ(path.begin.size(), 31);
    EXPECT_EQ(path.begin.back(), path.movie.size());

    const deep_learning::ItemItemPath few = learn_item_item(
        data, {.regularisation = 5, .dense_up_to = 0, .neighbours = 4, .most_coefficients = 60});
    EXPECT_LE(few.movie.size(), 60);
}

TEST(LearnItemItem, RegressesOnTwoNeighboursAsCramersRuleSays) {
    // Everything is liked with everything: a movie's row of counts is far longer than its
    // neighbours are many.
    constexpr std::size_t kMovies = 100;
    const domain::Dataset data = much_liked(60, kMovies);
    std::vector<std::vector<double>> together(kMovies, std::vector<double>(kMovies));
    for (domain::UserIndex user = 0; user < data.users().size(); ++user)
        for (const domain::MovieIndex a : data.ratings_of(user).movies)
            for (const domain::MovieIndex b : data.ratings_of(user).movies)
                ++together[a][b];

    const deep_learning::ItemItemPath path = learn_item_item(
        data, {.regularisation = 5, .dropout = 0.25, .dense_up_to = 0, .neighbours = 2});

    std::vector<std::vector<std::pair<std::uint32_t, float>>> of_target(kMovies);
    for (std::uint32_t from = 0; from < kMovies; ++from)
        for (std::uint32_t i = path.begin[from]; i < path.begin[from + 1]; ++i)
            of_target[path.movie[i]].emplace_back(from, path.coefficient[i]);
    for (std::size_t target = 0; target < kMovies; ++target) {
        ASSERT_EQ(of_target[target].size(), 2);
        const auto [a, of_a] = of_target[target][0];
        const auto [b, of_b] = of_target[target][1];
        const double aa = together[a][a] / 0.75 + 5;
        const double bb = together[b][b] / 0.75 + 5;
        const double ab = together[a][b];
        const double determinant = aa * bb - ab * ab;
        EXPECT_NEAR(of_a, (together[a][target] * bb - together[b][target] * ab) / determinant,
                    1e-6);
        EXPECT_NEAR(of_b, (together[b][target] * aa - together[a][target] * ab) / determinant,
                    1e-6);
    }
}

}  // namespace
}  // namespace neurec::infrastructure::training
