#include "infrastructure/training/torch_trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <numeric>
#include <set>
#include <sstream>

#include "domain/errors.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/training/validation.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

datasets::SyntheticWorld made_world(std::uint64_t users, std::uint64_t movies) {
    return datasets::SyntheticWorld(
        {.users = users, .movies = movies, .ratings_per_user = 40, .seed = 11});
}

domain::Dataset data_of(const datasets::SyntheticWorld& world, std::uint64_t users) {
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

domain::Dataset small_data() {
    return data_of(made_world(150, 80), 150);
}

domain::TrainingOptions quick(int epochs = 3) {
    domain::TrainingOptions options;
    options.epochs = epochs;
    options.batch_size = 32;
    options.threads = 1;
    return options;
}

/// Stops the training when it has been asked `polls` times.
class StopAfter : public domain::StopToken {
  public:
    explicit StopAfter(int polls) : left_(polls) {}
    [[nodiscard]] bool stop_requested() const noexcept override { return left_-- <= 0; }

  private:
    mutable int left_;
};

std::string bytes_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

class TorchTrainerTest : public testing::Test {
  protected:
    domain::TrainingReport train(const domain::Dataset& data,
                                 const domain::TrainingOptions& options,
                                 const domain::StopToken& stop,
                                 const std::string& folder = "models") {
        return make_torch_trainer()->train(data, options, folder_.path() / folder, progress_, stop);
    }
    domain::TrainingReport train(const domain::Dataset& data,
                                 const domain::TrainingOptions& options,
                                 const std::string& folder = "models") {
        return train(data, options, tests::StopFlag(), folder);
    }
    std::string weights_of(const domain::TrainingReport& report) const {
        return bytes_of(report.model_folder / deep_learning::kWeightsFile);
    }
    template <class Error>
    std::string message_of(const domain::Dataset& data, const domain::TrainingOptions& options,
                           const domain::StopToken& stop = tests::StopFlag()) {
        try {
            (void)train(data, options, stop);
        } catch (const Error& error) {
            return error.what();
        }
        return "no error";
    }
    [[nodiscard]] std::vector<std::string> models() const {
        return deep_learning::FileModelStore(folder_.path() / "models").list();
    }

    tests::TemporaryFolder folder_;
    tests::QuietProgress progress_;
};

TEST_F(TorchTrainerTest, PublishesAModelThatTheStoreLoads) {
    const domain::Dataset data = small_data();
    const domain::TrainingReport report = train(data, quick());

    EXPECT_EQ(models(), std::vector<std::string>{report.model_id});
    EXPECT_EQ(report.epochs.size(), 3);
    EXPECT_GE(report.best_epoch, 1);
    EXPECT_GT(report.best_metric, 0);
    EXPECT_EQ(report.samples, 3 * 143) << "150 users less one in twenty, three times";
    const auto model = deep_learning::FileModelStore(folder_.path() / "models")
                           .load(report.model_id, data.movies());
    std::vector<float> scores(data.movies().size());
    model.ranking->score_all(model.ranking->encode(data.profile_of(0)), scores);
    for (const float score : scores) {
        EXPECT_GE(score, 0);
        EXPECT_LE(score, 1);
    }
    EXPECT_FALSE(model.candidates->by_popularity().empty());
    const deep_learning::Manifest manifest = deep_learning::read_manifest(report.model_folder);
    EXPECT_EQ(manifest.data.fingerprint, data.fingerprint());
    EXPECT_EQ(manifest.options.parts.at("item_item"), true);
    EXPECT_DOUBLE_EQ(manifest.metrics.at("validation_ndcg@10"), report.best_metric);
}

TEST_F(TorchTrainerTest, GivesTheSameWeightsForTheSameSeedAndOthersForAnother) {
    const domain::Dataset data = small_data();
    for (const auto preset : {domain::ModelPreset::history, domain::ModelPreset::seed}) {
        domain::TrainingOptions options = quick(2);
        options.preset = preset;
        if (preset == domain::ModelPreset::seed) options.batch_size = 1024;
        const std::string first = weights_of(train(data, options));
        EXPECT_EQ(weights_of(train(data, options, "again")), first);
        options.seed = 43;
        EXPECT_NE(weights_of(train(data, options, "other")), first);
    }
}

TEST_F(TorchTrainerTest, ResumedAnywhereMakesTheModelOfAnUninterruptedRun) {
    const domain::Dataset data = small_data();
    for (const auto preset : {domain::ModelPreset::history, domain::ModelPreset::seed}) {
        domain::TrainingOptions options = quick(3);
        options.preset = preset;
        if (preset == domain::ModelPreset::seed) options.batch_size = 2000;
        const std::string whole = weights_of(train(data, options, "whole"));

        options.resume = true;
        int interruptions = 0;
        std::string resumed;
        while (resumed.empty())
            try {
                resumed = weights_of(train(data, options, StopAfter(3), "resumed"));
            } catch (const domain::Interrupted&) {
                ++interruptions;
            }

        EXPECT_GE(interruptions, 3);
        EXPECT_EQ(resumed, whole);
    }
}

TEST_F(TorchTrainerTest, SaysHowToGoOnWhenItIsStoppedAndPublishesNothing) {
    const std::string message =
        message_of<domain::Interrupted>(small_data(), quick(), StopAfter(2));
    EXPECT_THAT(message, AllOf(HasSubstr("--resume"), HasSubstr("epoch 1 of 3")));
    EXPECT_THAT(models(), IsEmpty());
    EXPECT_TRUE(std::filesystem::exists(folder_.path() / "models" / ".checkpoints" / "training"));
}

TEST_F(TorchTrainerTest, RemovesItsCheckpointWhenTheModelIsPublished) {
    (void)train(small_data(), quick());
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "models" / ".checkpoints" / "training"));
}

TEST_F(TorchTrainerTest, RefusesToResumeWithOtherOptionsOrData) {
    const domain::Dataset data = small_data();
    ASSERT_THAT(message_of<domain::Interrupted>(data, quick(), StopAfter(2)),
                HasSubstr("--resume"));
    domain::TrainingOptions options = quick();
    options.resume = true;
    options.seed = 43;
    EXPECT_THAT(message_of<domain::InvalidInput>(data, options),
                AllOf(HasSubstr("seed=42"), HasSubstr("seed=43")));
    options.seed = 42;
    options.parts["item_item"] = false;
    EXPECT_THAT(message_of<domain::InvalidInput>(data, options), HasSubstr("item_item=off"));
    options.parts.clear();
    const domain::Dataset less =
        data.filtered([](domain::UserIndex user, std::size_t i) { return user + i > 0; });
    EXPECT_THAT(message_of<domain::InvalidInput>(less, options), HasSubstr("of another run"));
}

TEST_F(TorchTrainerTest, RefusesADamagedCheckpoint) {
    const domain::Dataset data = small_data();
    ASSERT_THAT(message_of<domain::Interrupted>(data, quick(), StopAfter(2)),
                HasSubstr("--resume"));
    const std::filesystem::path file = folder_.path() / "models" / ".checkpoints" / "training";
    const std::string whole = bytes_of(file);
    domain::TrainingOptions options = quick();
    options.resume = true;

    std::string flipped = whole;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    for (const std::string& broken :
         {flipped, whole.substr(0, whole.size() / 2), whole.substr(0, 30), std::string()}) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << broken;
        EXPECT_THAT(message_of<domain::InvalidInput>(data, options), HasSubstr("without --resume"));
    }
    EXPECT_EQ(train(data, quick()).epochs.size(), 3) << "a new start does not mind it";
}

TEST_F(TorchTrainerTest, ResumesNothingWhereThereIsNoCheckpoint) {
    domain::TrainingOptions options = quick(1);
    options.resume = true;
    EXPECT_EQ(train(small_data(), options).epochs.size(), 1);
}

TEST_F(TorchTrainerTest, StopsWhenTheMetricNoLongerRises) {
    domain::TrainingOptions options = quick(200);
    options.patience = 1;
    const domain::TrainingReport report = train(small_data(), options);
    ASSERT_LT(report.epochs.size(), 200);
    EXPECT_EQ(report.best_epoch, static_cast<int>(report.epochs.size()) - 1);
    EXPECT_EQ(report.best_metric,
              report.epochs[static_cast<std::size_t>(report.best_epoch) - 1].validation_metric);
    EXPECT_LE(report.epochs.back().validation_metric, report.best_metric);
}

TEST_F(TorchTrainerTest, StopsWithAMessageWhenTheLossIsNoLongerANumber) {
    domain::TrainingOptions options = quick(5);
    options.preset = domain::ModelPreset::seed;
    options.learning_rate = 1e30;
    EXPECT_THAT(message_of<domain::InvalidInput>(small_data(), options),
                HasSubstr("lower --learning-rate"));
    EXPECT_THAT(models(), IsEmpty());
}

TEST_F(TorchTrainerTest, RefusesWhatItCannotDo) {
    const domain::Dataset data = small_data();
    domain::TrainingOptions options = quick();
    options.device = "tpu";
    EXPECT_THAT(message_of<domain::InvalidInput>(data, options),
                HasSubstr("\"cpu\", \"cuda\" or \"cuda:N\""));
    options = quick();
    options.parts["attention"] = false;
    EXPECT_THAT(message_of<domain::InvalidInput>(data, options),
                HasSubstr("The parts are: history"));
    options = quick();
    options.epochs = 0;
    EXPECT_THAT(message_of<domain::InvalidInput>(data, options), HasSubstr("epochs"));
    EXPECT_THAT(message_of<domain::InvalidInput>({}, quick()), HasSubstr("too little to train on"));
}

TEST_F(TorchTrainerTest, TrainsWithEachPartSwitchedOff) {
    const domain::Dataset data = small_data();
    for (const char* part :
         {"history", "movie_vector", "content", "dot_path", "fusion_head", "item_item"}) {
        domain::TrainingOptions options = quick(1);
        options.parts["fusion_head"] = true;
        options.parts[part] = false;
        const domain::TrainingReport report = train(data, options, part);
        const deep_learning::ModelWeights weights =
            deep_learning::read_model(report.model_folder).weights;
        EXPECT_EQ(weights.user_tower.liked_bag.has_value(), std::string(part) != "history");
        EXPECT_EQ(weights.movie_tower.movie_vector.has_value(),
                  std::string(part) != "movie_vector");
        EXPECT_EQ(weights.dot_path.has_value(), std::string(part) != "dot_path");
        EXPECT_EQ(weights.fusion_head.has_value(), std::string(part) != "fusion_head");
        EXPECT_EQ(weights.item_item_path.has_value(), std::string(part) != "item_item");
    }
}

// ---- unusual data ----

TEST_F(TorchTrainerTest, TrainsOnThreeUsersAndFiveMovies) {
    const domain::Dataset data(
        {{UserId{1}, {}}, {UserId{2}, {30, std::nullopt, std::nullopt}}, {UserId{3}, {}}},
        {{MovieId{1}, "A", {}},
         {MovieId{2}, "B (1990)", {"Drama"}},
         {MovieId{3}, "", {}},
         {MovieId{4}, "D", {}},
         {MovieId{5}, "E", {"Comedy"}}},
        std::vector<domain::Rating>{{UserId{1}, MovieId{1}, 5},
                                    {UserId{1}, MovieId{2}, 2.5F},
                                    {UserId{2}, MovieId{2}, 4.5F},
                                    {UserId{3}, MovieId{5}, 0.5F}});
    for (const auto preset : {domain::ModelPreset::history, domain::ModelPreset::seed}) {
        domain::TrainingOptions options = quick();
        options.preset = preset;
        const domain::TrainingReport report = train(data, options);
        EXPECT_EQ(report.best_epoch, 3) << "nobody validates: the last epoch counts";
        EXPECT_NO_THROW((void)deep_learning::read_model(report.model_folder));
    }
}

TEST_F(TorchTrainerTest, TrainsWithoutDislikesGenresYearsDemographicsAndOnHalfStars) {
    std::vector<domain::User> users;
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id)
        movies.push_back({MovieId{id}, "Untitled", {}});
    for (int id = 1; id <= 60; ++id) {
        users.push_back({UserId{id}, {}});
        if (id > 50) continue;  // ten users without ratings
        for (int movie = 1 + id % 3; movie <= 25; movie += 3)
            ratings.push_back({UserId{id}, MovieId{movie}, 4.5F});
    }
    const domain::TrainingReport report = train({users, movies, ratings}, quick());
    EXPECT_EQ(report.epochs.size(), 3);
    EXPECT_GT(report.best_metric, 0);
}

TEST_F(TorchTrainerTest, TrainsOnACatalogueTooLargeForTheWholeSoftmax) {
    std::vector<domain::User> users;
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 25'000; ++id)
        movies.push_back({MovieId{id}, "M (1990)", {id % 2 == 0 ? "Drama" : "Comedy"}});
    for (int id = 1; id <= 50; ++id) {
        users.push_back({UserId{id}, {}});
        for (int movie = id; movie <= 25'000; movie += 1000)
            ratings.push_back({UserId{id}, MovieId{movie}, movie % 2 == 0 ? 5.0F : 2.0F});
    }
    domain::TrainingOptions options = quick(1);
    options.parts["item_item"] = false;
    const domain::TrainingReport report = train({users, movies, ratings}, options);
    EXPECT_EQ(report.epochs.size(), 1);
    EXPECT_TRUE(std::isfinite(report.epochs[0].loss));
}

// ---- quality, on made data whose truth is known ----

class PlantedTastes : public testing::Test {
  protected:
    static constexpr std::uint64_t kUsers = 1100;
    static constexpr std::uint64_t kTrained = 1000;

    static void SetUpTestSuite() {
        state_ = std::make_unique<State>();
        std::vector<domain::UserIndex> first(kTrained);
        std::iota(first.begin(), first.end(), 0U);
        state_->training = state_->all.with_users(first);
        tests::QuietProgress progress;
        domain::TrainingOptions options;
        options.epochs = 25;
        const auto models = state_->folder.path() / "models";
        const auto report = make_torch_trainer()->train(state_->training, options, models, progress,
                                                        tests::StopFlag());
        state_->model = deep_learning::FileModelStore(models)
                            .load(report.model_id, state_->all.movies())
                            .ranking;
    }
    static void TearDownTestSuite() { state_.reset(); }

    struct State {
        tests::TemporaryFolder folder;
        datasets::SyntheticWorld world = made_world(kUsers, 200);
        domain::Dataset all = data_of(world, kUsers);
        domain::Dataset training;
        std::shared_ptr<const domain::RankingModel> model;
    };
    static std::unique_ptr<State> state_;
};

std::unique_ptr<PlantedTastes::State> PlantedTastes::state_;

/// Everybody's likes, whoever asks.
class Popularity : public domain::RankingModel {
  public:
    explicit Popularity(const domain::Dataset& data)
        : data_(data), likes_(data.likes_per_movie()) {}
    [[nodiscard]] std::string_view id() const override { return "popularity"; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return data_.movies(); }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(MovieId id) const override {
        return data_.index_of(id);
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return likes_; }
    [[nodiscard]] domain::EncodedUser encode(
        const domain::UserProfile& /*profile*/) const override {
        return {};
    }
    void score_all(const domain::EncodedUser& /*user*/, std::span<float> out) const override {
        std::ranges::transform(likes_, out.begin(),
                               [](std::uint32_t count) { return static_cast<float>(count); });
    }
    void score(const domain::EncodedUser&, std::span<const domain::MovieIndex>,
               std::span<float>) const override {}

  private:
    const domain::Dataset& data_;
    std::vector<std::uint32_t> likes_;
};

TEST_F(PlantedTastes, RatingsOfAPersonNeverSeenBeforeBeatPopularity) {
    std::vector<domain::UserIndex> unseen(kUsers - kTrained);
    std::iota(unseen.begin(), unseen.end(), static_cast<domain::UserIndex>(kTrained));
    const Validation validation(state_->all, unseen, state_->training.ratings_per_movie(), 1);

    const auto model = validation.ndcg_by_revealed(*state_->model);
    const auto popularity = validation.ndcg_by_revealed(Popularity(state_->training));

    // A thousand people are few: what is sure to show is what twenty ratings tell.
    EXPECT_GT(model.back(), popularity.back()) << "after twenty ratings";
}

TEST_F(PlantedTastes, TheModelRecommendsWhatThePersonWouldTrulyLike) {
    double recommended = 0;
    double popular = 0;
    constexpr std::size_t kShown = 10;
    std::vector<float> scores(state_->all.movies().size());
    const Popularity popularity(state_->training);
    const auto mean_appeal_of_top = [&](const datasets::SyntheticUser& user,
                                        const domain::UserProfile& profile) {
        std::vector<domain::MovieIndex> order(scores.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, std::greater{},
                          [&](domain::MovieIndex movie) { return scores[movie]; });
        std::set<MovieId> seen;
        for (const domain::RatedMovie& rated : profile.ratings)
            seen.insert(rated.movie);
        double sum = 0;
        std::size_t shown = 0;
        for (std::size_t i = 0; shown < kShown; ++i) {
            if (seen.contains(state_->all.movies()[order[i]].id)) continue;
            sum += state_->world.appeal(user, order[i]);
            ++shown;
        }
        return sum / kShown;
    };
    for (std::uint64_t i = kTrained; i < kUsers; ++i) {
        const domain::UserProfile profile =
            state_->all.profile_of(static_cast<domain::UserIndex>(i));
        state_->model->score_all(state_->model->encode(profile), scores);
        recommended += mean_appeal_of_top(state_->world.user(i), profile) / (kUsers - kTrained);
        popularity.score_all({}, scores);
        popular += mean_appeal_of_top(state_->world.user(i), profile) / (kUsers - kTrained);
    }
    EXPECT_GT(recommended, popular + 0.02)
        << "stars of planted appeal, mean of the first ten unseen movies";
}

}  // namespace
}  // namespace neurec::infrastructure::training
