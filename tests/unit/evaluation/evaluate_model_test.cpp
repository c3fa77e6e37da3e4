#include "application/use_cases/evaluate_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "domain/errors.hpp"
#include "support/likes_model.hpp"
#include "support/quiet_progress.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

/// The number of ratings, and a memory of what was fitted.
class CountingFitter : public domain::BaselineFitter {
  public:
    [[nodiscard]] std::unique_ptr<domain::Scorer> fit(
        const domain::BaselineSpec& spec, const domain::Dataset& training) const override {
        fitted.push_back(spec);
        class Counts : public domain::Scorer {
          public:
            explicit Counts(const domain::Dataset& data) : counts_(data.ratings_per_movie()) {}
            void score(const domain::UserProfile& /*profile*/,
                       std::span<float> out) const override {
                std::ranges::copy(counts_, out.begin());
            }

          private:
            std::vector<std::uint32_t> counts_;
        };
        return std::make_unique<Counts>(training);
    }
    mutable std::vector<domain::BaselineSpec> fitted;
};

class NoPublishedSplit : public domain::LeaveOneOutSource {
  public:
    [[nodiscard]] std::optional<domain::LeaveOneOutSplit> load(
        const domain::Dataset& /*data*/) const override {
        return std::nullopt;
    }
};

/// User u of 30 likes movies 1..10 but for those that 2u ends in; movie 11 is disliked by all.
domain::Dataset people() {
    std::vector<tests::Star> stars;
    for (std::int64_t user = 1; user <= 30; ++user)
        for (std::int64_t movie = 1; movie <= 11; ++movie)
            if (movie == 11 || (2 * user) % 10 != movie % 10)
                stars.push_back({user, movie, movie == 11 ? 1.0F : 5.0F, 100 * movie});
    return tests::small_dataset(30, 12, stars);
}

class EvaluateModelTest : public testing::Test {
  protected:
    EvaluationReport evaluate(const EvaluateModelRequest& request) {
        const ModelAccess models = {&trainer_, [this](const std::filesystem::path& /*folder*/) {
                                        return std::make_unique<tests::LikesModelStore>(trainer_);
                                    }};
        return EvaluateModel(fitter_, published_, models, progress_, stop_).execute(data_, request);
    }
    static EvaluateModelRequest small_request() {
        EvaluateModelRequest request;
        request.revealed = {0, 2};
        request.bootstrap_resamples = 20;
        request.methods = {"popularity", "model"};
        return request;
    }

    domain::Dataset data_ = people();
    CountingFitter fitter_;
    NoPublishedSplit published_;
    tests::LikesTrainer trainer_;
    tests::QuietProgress progress_;
    tests::StopFlag stop_;
};

}  // namespace

TEST_F(EvaluateModelTest, TrainsOnTheTrainingPartAloneWithTheSeedOfTheRun) {
    EvaluateModelRequest request = small_request();
    request.seed = 7;
    request.training.epochs = 3;

    const EvaluationReport report = evaluate(request);

    const auto split = split_new_users(data_, 0.2, request.revealed, 7);
    EXPECT_EQ(trainer_.training_fingerprints,
              (std::vector<std::uint64_t>{split.training.fingerprint()}));
    EXPECT_EQ(trainer_.asked.at(0).seed, 7);
    EXPECT_EQ(trainer_.asked.at(0).epochs, 3);
    EXPECT_EQ(report.seeds.at(0).training_users, 24);
}

TEST_F(EvaluateModelTest, ReportsEveryMethodAtEveryNumberOfRevealedRatings) {
    const EvaluationReport report = evaluate(small_request());

    EXPECT_EQ(report.protocol, "new-users");
    EXPECT_EQ(report.ratings, data_.rating_count());
    const SeedResult& result = report.seeds.at(0);
    ASSERT_EQ(result.methods.size(), 2);
    EXPECT_EQ(result.methods[0].method, "model") << "in the protocol's order, not as typed";
    EXPECT_EQ(result.methods[1].method, "popularity");
    for (const MethodResult& method : result.methods) {
        ASSERT_EQ(method.settings.size(), 2);
        EXPECT_EQ(method.settings[1].revealed, 2);
        EXPECT_EQ(method.settings[1].users, 6);
        EXPECT_GT(method.settings[1].ndcg_at_10.mean, 0.5);
        EXPECT_LE(method.settings[1].ndcg_at_10.low, method.settings[1].ndcg_at_10.mean);
        EXPECT_GE(method.settings[1].ndcg_at_10.high, method.settings[1].ndcg_at_10.mean);
        EXPECT_TRUE(method.settings[1].beyond_accuracy);
    }
    EXPECT_TRUE(result.methods[0].settings[0].calibration) << "the model gives probabilities";
    EXPECT_FALSE(result.methods[1].settings[0].calibration);
}

TEST_F(EvaluateModelTest, GivesTheSameReportForTheSameSeed) {
    const auto figures = [](const EvaluationReport& report) {
        std::vector<Estimate> all;
        for (const MethodResult& method : report.seeds.at(0).methods)
            for (const RankingResult& result : method.settings)
                all.push_back(result.ndcg_at_10);
        return all;
    };
    EvaluateModelRequest other = small_request();
    other.seed = 2;

    EXPECT_EQ(figures(evaluate(small_request())), figures(evaluate(small_request())));
    EXPECT_NE(figures(evaluate(small_request())), figures(evaluate(other)));
}

TEST_F(EvaluateModelTest, IsNotChangedByAccountsThatRatedNothing) {
    const EvaluationReport before = evaluate(small_request());
    std::vector<domain::Rating> ratings;
    for (domain::UserIndex user = 0; user < data_.users().size(); ++user)
        for (const domain::RatedMovie& rated : data_.profile_of(user).ratings)
            ratings.push_back({data_.users()[user].id, rated.movie, rated.rating, rated.timestamp});
    std::vector<domain::User> users = data_.users();
    users.push_back({domain::UserId{31}, {}});
    users.push_back({domain::UserId{32}, {}});
    data_ = {users, data_.movies(), ratings};

    const EvaluationReport after = evaluate(small_request());

    EXPECT_EQ(after.users, before.users);
    EXPECT_EQ(after.data_fingerprint, before.data_fingerprint);
    for (std::size_t method = 0; method < before.seeds[0].methods.size(); ++method)
        EXPECT_EQ(after.seeds[0].methods[method].settings[1].ndcg_at_10.mean,
                  before.seeds[0].methods[method].settings[1].ndcg_at_10.mean);
}

TEST_F(EvaluateModelTest, SummarisesSeveralSeeds) {
    EvaluateModelRequest request = small_request();
    request.seeds = 3;

    const EvaluationReport report = evaluate(request);

    ASSERT_EQ(report.seeds.size(), 3);
    EXPECT_EQ(report.seeds[2].seed, 3);
    ASSERT_EQ(report.summary.size(), 4) << "two methods, two settings";
    double sum = 0;
    for (const SeedResult& seed : report.seeds)
        sum += seed.methods[1].settings[1].ndcg_at_10.mean;
    EXPECT_EQ(report.summary[3].method, "popularity");
    EXPECT_EQ(report.summary[3].setting, "k = 2");
    EXPECT_NEAR(report.summary[3].ndcg_at_10.mean, sum / 3, 1e-12);
    EXPECT_GT(report.summary[3].ndcg_at_10.deviation, 0);
}

TEST_F(EvaluateModelTest, DrawsALeaveOneOutSplitWhereNoneIsPublishedAndSaysSo) {
    EvaluateModelRequest request = small_request();
    request.protocol = EvaluationProtocol::ncf;

    const EvaluationReport report = evaluate(request);

    const SeedResult& result = report.seeds.at(0);
    EXPECT_NE(result.split.find("drawn by seed 1"), std::string::npos);
    EXPECT_EQ(result.training_ratings, data_.rating_count() - 30)
        << "a rating of each user held out";
    const MethodResult& popularity = result.methods.at(1);
    ASSERT_EQ(popularity.settings.size(), 2);
    EXPECT_EQ(popularity.settings[0].users, 30);
    EXPECT_FALSE(popularity.settings[0].recall_at_20);
    EXPECT_EQ(popularity.settings[1].setting, "full catalogue");
    EXPECT_EQ(fitter_.fitted.at(0).positives, domain::Positives::rated);
}

TEST_F(EvaluateModelTest, MeasuresAKeptModelOfTheSameTrainingPart) {
    const EvaluationReport trained = evaluate(small_request());
    EvaluateModelRequest request = small_request();
    request.kept_model = "/kept/likes-0";

    const EvaluationReport kept = evaluate(request);

    EXPECT_EQ(trainer_.trained.size(), 1) << "not trained again";
    EXPECT_EQ(kept.seeds[0].methods[0].settings[1].ndcg_at_10,
              trained.seeds[0].methods[0].settings[1].ndcg_at_10);
}

TEST_F(EvaluateModelTest, RefusesAModelThatHasSeenTheHeldOutUsers) {
    trainer_.trained.push_back(std::make_shared<tests::LikesModel>("production", data_));
    EvaluateModelRequest request = small_request();
    request.kept_model = "/models/production";

    try {
        (void)evaluate(request);
        FAIL() << "a model trained on everything was measured";
    } catch (const domain::InvalidInput& error) {
        EXPECT_NE(std::string(error.what()).find("/models/production"), std::string::npos);
    }
}

TEST_F(EvaluateModelTest, NeedsNoTrainerWithoutTheModel) {
    EvaluateModelRequest request = small_request();
    request.methods = {"popularity"};

    const EvaluationReport report =
        EvaluateModel(fitter_, published_, {}, progress_, stop_).execute(data_, request);

    EXPECT_EQ(report.seeds.at(0).methods.size(), 1);
}

TEST_F(EvaluateModelTest, RefusesRequestsThatDoNotFit) {
    const auto refused = [this](auto change) {
        EvaluateModelRequest request = small_request();
        change(request);
        EXPECT_THROW((void)evaluate(request), domain::InvalidInput);
    };
    refused([](EvaluateModelRequest& request) { request.methods = {"oracle"}; });
    refused([](EvaluateModelRequest& request) {
        request.protocol = EvaluationProtocol::ncf;
        request.methods = {"ease-liked"};
    });
    refused([](EvaluateModelRequest& request) { request.holdout_share = 0; });
    refused([](EvaluateModelRequest& request) { request.holdout_share = 1; });
    refused([](EvaluateModelRequest& request) { request.revealed = {}; });
    refused([](EvaluateModelRequest& request) { request.revealed = {-1}; });
    refused([](EvaluateModelRequest& request) { request.seeds = 0; });
    refused([](EvaluateModelRequest& request) { request.bootstrap_resamples = 0; });
    refused([](EvaluateModelRequest& request) {
        request.kept_model = "/kept/likes-0";
        request.seeds = 2;
    });
    refused([](EvaluateModelRequest& request) {
        request.kept_model = "/kept/likes-0";
        request.methods = {"popularity"};
    });
    data_ = tests::small_dataset(3, 3, {});
    refused([](EvaluateModelRequest&) {});
}

TEST_F(EvaluateModelTest, EndsWhenStopped) {
    stop_.stop();
    EXPECT_THROW((void)evaluate(small_request()), domain::Interrupted);
}

}  // namespace neurec::application
