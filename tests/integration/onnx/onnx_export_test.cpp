#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "infrastructure/onnx/onnx_exporter.hpp"
#include "infrastructure/onnx/onnx_model.hpp"
#include "support/child_process.hpp"
#include "support/networks.hpp"
#include "support/temporary_folder.hpp"

// Exported models are run by onnxruntime, which has nothing of ours in it, and held against the
// engine. script/bootstrap installs it below this folder; without it those tests are skipped.
namespace neurec::infrastructure::onnx {
namespace {

namespace json = boost::json;
using domain::MovieId;

std::filesystem::path runtime_folder() {
    const char* const source = std::getenv("NEUREC_SOURCE_DIR");
    return std::filesystem::path(source == nullptr ? "." : source) / "tests/integration/onnx";
}

bool has_runtime() {
    return std::filesystem::exists(runtime_folder() / "node_modules/onnxruntime-node");
}

/// The model's movies in another order, one of them gone, two new ones among them.
std::vector<domain::Movie> changed_catalogue(std::vector<domain::Movie> movies) {
    movies.erase(movies.begin() + 3);
    std::ranges::reverse(movies);
    movies.insert(movies.begin() + 5, {MovieId{9001}, "Quite New (1999)", {"Drama"}});
    movies.push_back({MovieId{9002}, "Newer Still (2003)", {"Comedy"}});
    return movies;
}

std::vector<domain::UserProfile> users_of(const std::vector<domain::Movie>& catalogue) {
    std::vector<domain::UserProfile> users(4);
    users[1].demographics = {.age = 30, .gender = domain::Gender::female, .occupation = 3};
    users[2].demographics = {.age = {}, .gender = domain::Gender::male, .occupation = 20};
    users[3].demographics.age = 17;
    for (std::size_t i = 0; i < 9; ++i)
        users[2].ratings.push_back({catalogue[i * 3].id, i % 3 == 0 ? 2.0F : 4.5F,
                                    1000 + 7 * static_cast<std::int64_t>(i * 4 % 9)});
    users[2].asked_at = 1000 + 7 * 8;
    users[3].ratings = {{catalogue.back().id, 5.0F}, {catalogue[2].id, 1.0F}};
    return users;
}

/// What run_model.mjs reads: a profile as the model's inputs.
json::object inputs_of(const domain::UserProfile& profile,
                       const std::vector<domain::Movie>& catalogue,
                       const deep_learning::NeuralRankingModel& engine) {
    std::vector<float> demographics(deep_learning::kDemographicFeatures, 0.0F);
    const deep_learning::DemographicFeatures features(profile.demographics);
    for (const deep_learning::Feature feature : features.view())
        demographics[feature.column] = feature.value;
    std::vector<float> liked(catalogue.size(), 0.0F);
    const domain::EncodedUser user = engine.encode(profile);
    for (std::size_t i = 0; i < user.liked.size(); ++i)
        liked[user.liked[i]] = user.liked_weight[i];
    std::vector<int> disliked(catalogue.size(), 0);
    for (const domain::RatedMovie& rated : profile.ratings) {
        const auto movie = std::ranges::find(catalogue, rated.movie, &domain::Movie::id);
        if (!domain::is_liked(rated.rating))
            disliked[static_cast<std::size_t>(movie - catalogue.begin())] = 1;
    }
    return {{"demographics", json::value_from(demographics)},
            {"liked", json::value_from(liked)},
            {"disliked", json::value_from(disliked)}};
}

struct Case {
    std::string name;
    tests::NetworkParts parts;
    bool history_statistics = true;
};

void PrintTo(const Case& each, std::ostream* out) {
    *out << each.name;
}

class OnnxExport : public testing::TestWithParam<Case> {
  protected:
    static deep_learning::EncoderConfig encoders() {
        deep_learning::EncoderConfig config = tests::small_encoders();
        config.history_statistics = GetParam().history_statistics;
        return config;
    }

    std::vector<domain::Movie> trained_on_ = tests::made_movies(61);
    std::vector<domain::Movie> catalogue_ = changed_catalogue(trained_on_);
    deep_learning::EncoderConfig encoders_ = encoders();
    deep_learning::ModelWeights weights_ =
        tests::RandomNetwork(trained_on_, encoders_, 5, GetParam().parts).weights();
    tests::TemporaryFolder folder_;
};

TEST_P(OnnxExport, IsWhatTheSpecificationAsksFor) {
    ::onnx::ModelProto model;
    ASSERT_TRUE(model.ParseFromString(onnx_model("m", weights_, encoders_, catalogue_)));

    EXPECT_NO_THROW(::onnx::checker::check_model(model));
    EXPECT_NO_THROW(::onnx::shape_inference::InferShapes(
        model, ::onnx::OpSchemaRegistry::Instance(), ::onnx::ShapeInferenceOptions(true, 1)));
}

TEST_P(OnnxExport, ScoresInOnnxruntimeAsTheEngineDoes) {
    if (!has_runtime()) GTEST_SKIP() << "onnxruntime-node is not installed: script/bootstrap";
    const std::vector<domain::UserProfile> users = users_of(catalogue_);
    const std::filesystem::path model =
        folder_.write("model.onnx", onnx_model("m", weights_, encoders_, catalogue_));
    const deep_learning::NeuralRankingModel engine("m", weights_, encoders_, catalogue_);
    json::array inputs;
    for (const domain::UserProfile& user : users)
        inputs.emplace_back(inputs_of(user, catalogue_, engine));
    const std::filesystem::path file = folder_.write("users.json", json::serialize(inputs));

    const tests::Finished finished =
        tests::run({"node", (runtime_folder() / "run_model.mjs").string(), model, file});

    ASSERT_EQ(finished.status.code, 0) << finished.errors;
    const json::value answer = json::parse(finished.output);
    std::vector<std::int64_t> ids;
    for (const domain::Movie& movie : catalogue_)
        ids.push_back(movie.id.value);
    EXPECT_EQ(json::value_to<std::vector<std::int64_t>>(answer.at("movie_ids")), ids);
    const auto probabilities =
        json::value_to<std::vector<std::vector<float>>>(answer.at("probabilities"));
    ASSERT_EQ(probabilities.size(), users.size());
    for (std::size_t user = 0; user < users.size(); ++user) {
        std::vector<float> expected(catalogue_.size());
        engine.score_all(engine.encode(users[user]), expected);
        EXPECT_THAT(probabilities[user], testing::Pointwise(testing::FloatNear(1e-4F), expected))
            << "user " << user;
    }
}

INSTANTIATE_TEST_SUITE_P(Networks, OnnxExport,
                         testing::Values(Case{.name = "whole", .parts = {}},
                                         Case{.name = "without_history",
                                              .parts = {.bags = false, .item_item_path = false},
                                              .history_statistics = false},
                                         Case{.name = "fusion_head_alone",
                                              .parts = {.movie_vector = false,
                                                        .dot_path = false,
                                                        .demographic_path = false,
                                                        .item_item_path = false}},
                                         Case{.name = "linear_paths_alone",
                                              .parts = {.fusion_head = false, .dot_path = false}}),
                         [](const auto& each) { return each.param.name; });

TEST(OnnxExporter, SaysThatThereIsNoSuchModel) {
    const tests::TemporaryFolder folder;
    EXPECT_THROW(make_onnx_exporter(folder.path())
                     ->write_onnx("absent", tests::made_movies(3), folder.path() / "m.onnx"),
                 domain::NotFound);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "m.onnx"));
}

}  // namespace
}  // namespace neurec::infrastructure::onnx
