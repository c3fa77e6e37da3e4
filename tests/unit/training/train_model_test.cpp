#include "application/use_cases/train_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/errors.hpp"
#include "support/quiet_progress.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using domain::MovieId;
using domain::UserId;
using testing::ElementsAre;
using testing::HasSubstr;

class StoredDataset : public domain::DatasetStore {
  public:
    explicit StoredDataset(domain::Dataset data) : data_(std::move(data)) {}
    [[nodiscard]] std::unique_ptr<domain::ImportTransaction> begin_import(
        const domain::ImportSource& /*source*/) override {
        return nullptr;
    }
    [[nodiscard]] domain::Dataset load() override { return data_; }
    [[nodiscard]] domain::StoreCounts counts() override { return {}; }

  private:
    domain::Dataset data_;
};

/// Notes what is asked of it, in order.
class NotedModels : public tests::MemoryModelStore {
  public:
    explicit NotedModels(std::vector<std::string>& notes) : notes_(notes) {}
    void remove_leftovers() override { notes_.emplace_back("remove leftovers"); }
    void activate(const std::string& id) override { notes_.push_back("activate " + id); }

  private:
    std::vector<std::string>& notes_;
};

class NotedTrainer : public domain::ModelTrainer {
  public:
    explicit NotedTrainer(std::vector<std::string>& notes) : notes_(notes) {}
    domain::TrainingReport train(const domain::Dataset& data,
                                 const domain::TrainingOptions& options,
                                 const std::filesystem::path& models,
                                 domain::ProgressReporter& /*progress*/,
                                 const domain::StopToken& stop) override {
        if (stop.stop_requested()) throw domain::Interrupted("stopped");
        notes_.push_back("train on " + std::to_string(data.rating_count()) + " ratings with seed " +
                         std::to_string(options.seed) + " into " + models.string());
        domain::TrainingReport report;
        report.model_id = "m1";
        report.epochs = {{1, 0.5, 0.25, 100, 2}};
        report.best_epoch = 1;
        report.best_metric = 0.25;
        return report;
    }

  private:
    std::vector<std::string>& notes_;
};

domain::Dataset two_ratings() {
    return {{{UserId{1}, {}}, {UserId{2}, {}}},
            {{MovieId{1}, "A", {}}, {MovieId{2}, "B", {}}, {MovieId{3}, "C", {}}},
            std::vector<domain::Rating>{{UserId{1}, MovieId{1}, 5}, {UserId{2}, MovieId{2}, 4}}};
}

class TrainModelTest : public testing::Test {
  protected:
    TrainingResult train(domain::Dataset data, const TrainModelRequest& request,
                         bool stopped = false) {
        StoredDataset store(std::move(data));
        NotedModels models(notes_);
        NotedTrainer trainer(notes_);
        tests::QuietProgress progress;
        const tests::StopFlag stop(stopped);
        return TrainModel(store, trainer, models, progress, stop).execute(request);
    }

    std::vector<std::string> notes_;
};

TEST_F(TrainModelTest, CleansUpThenTrainsOnEverythingThenActivates) {
    TrainModelRequest request;
    request.options.seed = 7;

    const TrainingResult result = train(two_ratings(), request);

    EXPECT_THAT(notes_, ElementsAre("remove leftovers",
                                    "train on 2 ratings with seed 7 into /nowhere", "activate m1"));
    EXPECT_EQ(result.model_id, "m1");
    EXPECT_TRUE(result.activated);
    EXPECT_EQ(result.users, 2);
    EXPECT_EQ(result.movies, 3);
    EXPECT_EQ(result.ratings, 2);
    ASSERT_EQ(result.epochs.size(), 1);
    EXPECT_EQ(result.epochs[0].validation_ndcg, 0.25);
    EXPECT_EQ(result.best_ndcg, 0.25);
}

TEST_F(TrainModelTest, LeavesTheActiveModelAloneWhenAskedTo) {
    const TrainingResult result = train(two_ratings(), {.options = {}, .activate = false});
    EXPECT_FALSE(result.activated);
    EXPECT_THAT(notes_, Not(testing::Contains(HasSubstr("activate"))));
}

TEST_F(TrainModelTest, ActivatesNothingWhenTrainingIsStopped) {
    EXPECT_THROW((void)train(two_ratings(), {}, true), domain::Interrupted);
    EXPECT_THAT(notes_, ElementsAre("remove leftovers"));
}

TEST_F(TrainModelTest, RefusesAnEmptyDatabaseAndSaysHowToFillIt) {
    try {
        (void)train({}, {});
        FAIL() << "trained on nothing";
    } catch (const domain::InvalidInput& error) {
        EXPECT_THAT(error.what(), HasSubstr("neurec import"));
    }
    EXPECT_TRUE(notes_.empty());
}

}  // namespace
}  // namespace neurec::application
