#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "application/use_cases/evaluate_model.hpp"
#include "infrastructure/baselines/fit_baseline.hpp"
#include "infrastructure/datasets/ncf_split.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "support/collected_dataset.hpp"
#include "support/movielens.hpp"
#include "support/quiet_progress.hpp"

namespace neurec::application {

namespace {

EvaluationReport evaluate(const std::filesystem::path& archive,
                          const EvaluateModelRequest& request) {
    const auto reader = infrastructure::datasets::open_dataset(archive);
    const domain::Dataset data = tests::collected(*reader);
    const infrastructure::baselines::FitBaseline baselines;
    const infrastructure::datasets::NcfSplit published(archive.parent_path() / "ml-1m-ncf",
                                                       archive);
    tests::QuietProgress progress;
    const tests::StopFlag never;
    return EvaluateModel(baselines, published, {}, progress, never).execute(data, request);
}

const RankingResult& result_of(const EvaluationReport& report, const std::string& method,
                               const std::string& setting) {
    const auto& methods = report.seeds.front().methods;
    const auto& settings = std::ranges::find(methods, method, &MethodResult::method)->settings;
    return *std::ranges::find(settings, setting, &RankingResult::setting);
}

}  // namespace

// The figures in the tests' tolerances are those of docs/evaluation.md, measured by another program
// on another draw of users; a standard error of these means is about 0.009.
TEST(EvaluateNewUsersOnMovieLens, GivesTheKnownFiguresOfTheBaselines) {
    NEUREC_REQUIRE_MOVIELENS(archive);
    EvaluateModelRequest request;
    request.seed = 1;
    request.revealed = {0, 5, 10};
    request.methods = {"popularity", "demographics", "ease", "ease-liked"};
    request.bootstrap_resamples = 50;

    const EvaluationReport report = evaluate(archive, request);

    EXPECT_EQ(report.seeds.front().training_users, 4832);
    EXPECT_NEAR(result_of(report, "popularity", "k = 0").ndcg_at_10.mean, 0.403, 0.03);
    EXPECT_NEAR(result_of(report, "popularity", "k = 10").ndcg_at_10.mean, 0.340, 0.03);
    EXPECT_NEAR(result_of(report, "demographics", "k = 0").ndcg_at_10.mean, 0.425, 0.03);
    EXPECT_NEAR(result_of(report, "ease", "k = 10").ndcg_at_10.mean, 0.431, 0.03);
    EXPECT_NEAR(result_of(report, "ease-liked", "k = 5").ndcg_at_10.mean, 0.407, 0.03);
    EXPECT_NEAR(result_of(report, "ease-liked", "k = 10").ndcg_at_10.mean, 0.446, 0.03);
}

TEST(EvaluateNcfOnMovieLens, GivesTheKnownFiguresOfThePublishedSplit) {
    NEUREC_REQUIRE_MOVIELENS(archive);
    if (!std::filesystem::exists(archive.parent_path() / "ml-1m-ncf"))
        GTEST_SKIP() << "the published NCF split is not beside MovieLens 1M";
    EvaluateModelRequest request;
    request.protocol = EvaluationProtocol::ncf;
    request.methods = {"popularity", "ease"};
    request.bootstrap_resamples = 50;

    const EvaluationReport report = evaluate(archive, request);

    const RankingResult& popularity = result_of(report, "popularity", "99 negatives");
    EXPECT_EQ(popularity.users, 6040);
    EXPECT_NEAR(popularity.hit_rate_at_10.mean, 0.4520, 0.0005);
    EXPECT_NEAR(popularity.ndcg_at_10.mean, 0.2526, 0.0005);
    const RankingResult& ease = result_of(report, "ease", "99 negatives");
    EXPECT_NEAR(ease.hit_rate_at_10.mean, 0.7177, 0.002);
    EXPECT_NEAR(ease.ndcg_at_10.mean, 0.4483, 0.002);
}

}  // namespace neurec::application
