#include "infrastructure/training/training_loop.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "infrastructure/training/random_streams.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::training {
namespace {

TrainedNetwork small_network() {
    NetworkShape shape;
    shape.movies = 3;
    shape.user_features = 2;
    shape.content_features = 2;
    domain::Random random(1);
    return {Network(shape, torch::zeros({3}), random), {}};
}

/// Its two steps an epoch learn nothing; they write the epoch's number, from 1, into the network.
class CountingLearner : public Learner {
  public:
    [[nodiscard]] std::uint64_t steps_per_epoch() const override { return 2; }
    StepResult step(int epoch, std::uint64_t /*step*/) override {
        const torch::NoGradGuard no_grad;
        trained_.network().movie_bias.fill_(epoch + 1);
        return {.loss = 0.5, .samples = 10};
    }
    [[nodiscard]] TrainedNetwork& trained() override { return trained_; }
    /// The epoch whose weights would be published.
    [[nodiscard]] int published() {
        trained_.recall_best();
        return static_cast<int>(trained_.network().movie_bias[0].item<float>());
    }

  private:
    TrainedNetwork trained_ = small_network();
};

class EarlyStopping : public testing::Test {
  protected:
    /// Trains for up to ten epochs, in which validation gives these metrics one after another.
    RunState train(int patience, std::vector<double> metrics, RunState from = {}) {
        TrainingPlan plan;
        plan.epochs = 10;
        plan.patience = patience;
        ProcessGroup alone({}, torch::kCPU);
        plan.processes = &alone;
        const tests::TemporaryFolder folder;
        const Checkpoint checkpoint(folder.path(), "test");
        TrainingLoop::Metric metric;
        if (!metrics.empty())
            metric = [&, next = std::size_t{0}]() mutable { return metrics.at(next++); };
        return TrainingLoop(plan, learner_, metric, checkpoint, progress_, stop_)
            .run(std::move(from));
    }

    CountingLearner learner_;
    tests::QuietProgress progress_;
    tests::StopFlag stop_;
};

TEST_F(EarlyStopping, EndsWhenTheMetricHasNotRisenForSoManyEpochsAndPublishesTheBest) {
    const RunState end = train(2, {0.1, 0.3, 0.2, 0.25, 0.9});

    EXPECT_EQ(end.epochs.size(), 4U) << "the fifth would have been better, but nobody waited";
    EXPECT_EQ(end.best_epoch, 2);
    EXPECT_EQ(end.best_metric, 0.3);
    EXPECT_EQ(end.epochs[3].validation_metric, 0.25);
    EXPECT_EQ(learner_.published(), 2);
}

TEST_F(EarlyStopping, CountsFromTheLastRise) {
    const RunState end = train(2, {0.1, 0.05, 0.2, 0.15, 0.3, 0.2, 0.2});
    EXPECT_EQ(end.epochs.size(), 7U);
    EXPECT_EQ(end.best_epoch, 5);
    EXPECT_EQ(learner_.published(), 5);
}

TEST_F(EarlyStopping, TakesNoEqualMetricForARise) {
    const RunState end = train(3, {0.2, 0.2, 0.2, 0.2, 0.2});
    EXPECT_EQ(end.epochs.size(), 4U);
    EXPECT_EQ(end.best_epoch, 1);
    EXPECT_EQ(learner_.published(), 1);
}

TEST_F(EarlyStopping, TakesTheFirstEpochForTheBestWhateverItsMetric) {
    const RunState end = train(1, {0, 0});
    EXPECT_EQ(end.epochs.size(), 2U);
    EXPECT_EQ(end.best_epoch, 1);
    EXPECT_EQ(learner_.published(), 1);
}

TEST_F(EarlyStopping, GoesToTheEndWithoutAMetricAndPublishesTheLast) {
    const RunState end = train(1, {});
    EXPECT_EQ(end.epochs.size(), 10U);
    EXPECT_EQ(learner_.published(), 10);
}

TEST_F(EarlyStopping, DoesNotGoOnWithARunThatHadStalled) {
    RunState stalled;
    stalled.epoch = 5;
    stalled.best_epoch = 3;
    stalled.best_metric = 0.4;
    EXPECT_EQ(train(2, {0.9}, stalled).epoch, 5);
    EXPECT_EQ(train(3, {0.1}, stalled).epoch, 6) << "one more, and the patience is at its end";
}

}  // namespace
}  // namespace neurec::infrastructure::training
