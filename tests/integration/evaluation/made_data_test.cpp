#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "application/use_cases/evaluate_model.hpp"
#include "infrastructure/baselines/fit_baseline.hpp"
#include "infrastructure/datasets/ncf_split.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "support/likes_model.hpp"
#include "support/quiet_progress.hpp"

namespace neurec::application {

namespace {

/// A made world whose people's tastes follow from who they are, in part.
domain::Dataset made_data() {
    const infrastructure::datasets::SyntheticWorld world(
        {.users = 1500, .movies = 300, .ratings_per_user = 60, .seed = 4});
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (std::uint64_t i = 0; i < 1500; ++i) {
        const auto user = world.user(i);
        users.push_back(user.user);
        const auto own = world.ratings(user);
        ratings.insert(ratings.end(), own.begin(), own.end());
    }
    return {std::move(users), world.movies(), ratings};
}

EvaluationReport evaluate(EvaluateModelRequest request) {
    request.bootstrap_resamples = 100;
    const infrastructure::baselines::FitBaseline baselines;
    const infrastructure::datasets::NcfSplit nowhere("/nonexistent/ml-1m-ncf", std::nullopt);
    tests::LikesTrainer trainer;
    tests::QuietProgress progress;
    const tests::StopFlag never;
    const ModelAccess models = {&trainer, [&](const std::filesystem::path& /*folder*/) {
                                    return std::make_unique<tests::LikesModelStore>(trainer);
                                }};
    return EvaluateModel(baselines, nowhere, models, progress, never).execute(made_data(), request);
}

const RankingResult& at(const EvaluationReport& report, const std::string& method,
                        std::size_t setting) {
    const auto& methods = report.seeds.front().methods;
    return std::ranges::find(methods, method, &MethodResult::method)->settings.at(setting);
}

}  // namespace

TEST(EvaluateOnMadeData, FindsThePlantedTastes) {
    EvaluateModelRequest request;
    request.revealed = {0, 20};

    const EvaluationReport report = evaluate(request);

    const double popularity_at_0 = at(report, "popularity", 0).ndcg_at_10.mean;
    const double popularity_at_20 = at(report, "popularity", 1).ndcg_at_10.mean;
    EXPECT_GT(at(report, "demographics", 0).ndcg_at_10.mean, popularity_at_0)
        << "tastes follow from age and gender";
    EXPECT_GT(at(report, "ease-liked", 1).ndcg_at_10.mean, popularity_at_20)
        << "histories tell tastes";
    EXPECT_GT(at(report, "item-knn", 1).ndcg_at_10.mean, popularity_at_20);
    EXPECT_GT(at(report, "demographics", 0).beyond_accuracy->distinct_top_10, 1);
    EXPECT_EQ(at(report, "popularity", 0).beyond_accuracy->distinct_top_10, 1);
}

TEST(EvaluateOnMadeData, MeasuresAModelThatIsPopularityAsPopularity) {
    EvaluateModelRequest request;
    request.methods = {"model", "popularity"};

    const EvaluationReport report = evaluate(request);

    for (std::size_t k = 0; k < request.revealed.size(); ++k) {
        EXPECT_EQ(at(report, "model", k).ndcg_at_10, at(report, "popularity", k).ndcg_at_10);
        EXPECT_EQ(at(report, "model", k).beyond_accuracy,
                  at(report, "popularity", k).beyond_accuracy);
    }
    // Its probability is the share of training users who like a movie, so before anything is
    // revealed it is calibrated, but for the draw of users.
    EXPECT_LT(at(report, "model", 0).calibration->expected_error, 0.02);
}

TEST(EvaluateOnMadeData, TradesAccuracyForDiversityAlongACurve) {
    EvaluateModelRequest request;
    request.revealed = {5};
    request.methods = {"model"};
    const EvaluationReport plain = evaluate(request);
    request.diversity = {0, 0.3, 1};

    const EvaluationReport report = evaluate(request);

    EXPECT_EQ(at(report, "diversity 0.00", 0).ndcg_at_10, at(plain, "model", 0).ndcg_at_10);
    const auto diversity = [&](const std::string& method) {
        return at(report, method, 0).beyond_accuracy->intra_list_diversity;
    };
    EXPECT_LT(diversity("diversity 0.00"), diversity("diversity 0.30"));
    EXPECT_LT(diversity("diversity 0.30"), diversity("diversity 1.00"));
    EXPECT_LT(at(report, "diversity 1.00", 0).ndcg_at_10.mean,
              at(report, "diversity 0.00", 0).ndcg_at_10.mean);
}

TEST(EvaluateOnMadeData, AsksNewcomersForTheSameMoviesHoweverTheyAreShown) {
    EvaluateModelRequest request;
    request.protocol = EvaluationProtocol::onboarding;

    const EvaluationReport report = evaluate(request);

    const auto& methods = report.seeds.front().methods;
    ASSERT_EQ(methods.size(), 3);
    EXPECT_EQ(methods[0].method, "popular by genre");
    EXPECT_EQ(methods[1].method, "informative");
    EXPECT_EQ(methods[2].method, "informative by genre");
    for (const auto& method : methods) {
        ASSERT_EQ(method.settings.size(), 6);
        for (std::size_t i = 0; i < 6; ++i) {
            EXPECT_EQ(method.settings[i].setting, methods[0].settings[i].setting);
            EXPECT_EQ(method.settings[i].users, methods[0].settings[0].users);
        }
        EXPECT_EQ(method.settings[0].ndcg_at_10, methods[0].settings[0].ndcg_at_10)
            << "nothing is known of anybody yet";
        EXPECT_NE(method.description.find(" of 80"), std::string::npos);
    }
    EXPECT_NE(methods[2].description, methods[1].description) << "taken in turns";
}

TEST(EvaluateOnMadeData, RanksALeaveOneOutSplitOfItsOwn) {
    EvaluateModelRequest request;
    request.protocol = EvaluationProtocol::ncf;
    request.methods = {"popularity", "ease"};

    const EvaluationReport report = evaluate(request);

    EXPECT_NE(report.seeds.front().split.find("no published split was found"), std::string::npos);
    EXPECT_EQ(at(report, "ease", 0).users, 1500);
    EXPECT_GT(at(report, "popularity", 0).hit_rate_at_10.mean, 0.15) << "chance is 0.1";
    EXPECT_GT(at(report, "ease", 0).ndcg_at_10.mean, at(report, "ease", 1).ndcg_at_10.mean)
        << "99 negatives are easier than the whole catalogue";
}

}  // namespace neurec::application
