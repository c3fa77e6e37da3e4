#include "application/services/training_jobs.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

using testing::ElementsAre;

/// Ends each training when the test says how, or when it is stopped.
class TrainingOnWord : public domain::TrainingProgram {
  public:
    domain::TrainingEnd run(const domain::TrainingOptions& options, bool /*activate*/,
                            const std::function<void(const domain::TrainingNews&)>& on_news,
                            const domain::StopToken& stop) override {
        std::unique_lock lock(mutex_);
        seeds_.push_back(options.seed);
        on_news({.stage = "Training",
                 .done = 3,
                 .total = 10,
                 .seconds_left = 7,
                 .planned_epochs = 5,
                 .epochs = {{.epoch = 1, .loss = 0.5}}});
        ++begun_;
        changed_.notify_all();
        while (!end_ && !stop.stop_requested())
            changed_.wait_for(lock, std::chrono::milliseconds(1));
        if (!end_)
            return {.kind = domain::TrainingEnd::Kind::stopped, .model_id = {}, .problem = {}};
        const domain::TrainingEnd end = *end_;
        end_.reset();
        return end;
    }
    void end_as(domain::TrainingEnd end) {
        const std::lock_guard lock(mutex_);
        end_ = std::move(end);
        changed_.notify_all();
    }
    void wait_for_begun(int count) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(
            changed_.wait_for(lock, std::chrono::seconds(60), [&] { return begun_ >= count; }));
    }
    [[nodiscard]] std::vector<std::uint64_t> seeds() {
        const std::lock_guard lock(mutex_);
        return seeds_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int begun_ = 0;
    std::optional<domain::TrainingEnd> end_;
    std::vector<std::uint64_t> seeds_;
};

struct NoonClock : domain::Clock {
    [[nodiscard]] std::int64_t now() const override { return 1'700'000'000; }
};

class TrainingJobsTest : public testing::Test {
  protected:
    /// The job when it has that status.
    TrainingJobPublic wait_for(std::int64_t id, JobStatus status) {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (jobs_->find(id).status != status && std::chrono::steady_clock::now() < give_up)
            std::this_thread::yield();
        EXPECT_EQ(jobs_->find(id).status, status);
        return jobs_->find(id);
    }
    std::int64_t submit(std::int64_t seed = 1) {
        TrainingJobSchema options;
        options.seed = seed;
        return jobs_->submit(options).id;
    }
    static domain::TrainingEnd success(std::string model) {
        return {.kind = domain::TrainingEnd::Kind::succeeded,
                .model_id = std::move(model),
                .problem = {}};
    }

    tests::MemoryModelStore store_;
    tests::MemoryMovies movies_{{tests::movie(1, "A", {"War"})}};
    tests::RecordingLogger logger_;
    ModelProvider models_{store_, movies_, logger_};
    TrainingOnWord program_;
    NoonClock clock_;
    std::optional<TrainingJobs> jobs_{std::in_place,
                                      program_,
                                      models_,
                                      clock_,
                                      logger_,
                                      domain::no_metrics(),
                                      TrainingJobLimits{.waiting = 2, .remembered = 4}};
};

TEST_F(TrainingJobsTest, RunsOneAtATimeInTheOrderOfAsking) {
    const auto first = submit(11);
    const auto second = submit(22);
    program_.wait_for_begun(1);
    EXPECT_EQ(jobs_->find(first).status, JobStatus::running);
    EXPECT_EQ(jobs_->find(second).status, JobStatus::queued);

    program_.end_as(success("m1"));
    wait_for(second, JobStatus::running);
    EXPECT_EQ(jobs_->find(first).status, JobStatus::succeeded);
    program_.end_as(success("m2"));
    wait_for(second, JobStatus::succeeded);
    EXPECT_THAT(program_.seeds(), ElementsAre(11U, 22U));
}

TEST_F(TrainingJobsTest, TellsHowFarATrainingIs) {
    const auto id = submit();
    program_.wait_for_begun(1);

    const TrainingJobPublic job = jobs_->find(id);

    ASSERT_TRUE(job.progress);
    EXPECT_EQ(job.progress->stage, "Training");
    EXPECT_EQ(job.progress->done, 3U);
    EXPECT_EQ(job.progress->total, 10U);
    EXPECT_EQ(job.progress->seconds_left, 7);
    EXPECT_EQ(job.progress->planned_epochs, 5);
    ASSERT_EQ(job.epochs.size(), 1U);
    EXPECT_EQ(job.epochs[0].loss, 0.5);
    EXPECT_EQ(job.started_at, "2023-11-14T22:13:20Z");
    EXPECT_FALSE(job.finished_at);
}

TEST_F(TrainingJobsTest, ServesTheNewModelBeforeTheJobHasSucceeded) {
    const auto id = submit();
    program_.wait_for_begun(1);
    store_.activate("fresh");
    program_.end_as(success("fresh"));

    EXPECT_EQ(wait_for(id, JobStatus::succeeded).model_id, "fresh");
    EXPECT_EQ(models_.state().served, "fresh");
}

TEST_F(TrainingJobsTest, KeepsWhyATrainingFailed) {
    const auto id = submit();
    program_.end_as({.kind = domain::TrainingEnd::Kind::failed,
                     .model_id = {},
                     .problem = "The database holds no ratings."});

    const TrainingJobPublic job = wait_for(id, JobStatus::failed);

    EXPECT_EQ(job.problem, "The database holds no ratings.");
    EXPECT_TRUE(job.finished_at);
    EXPECT_EQ(logger_.count("training job ended"), 1U);
}

TEST_F(TrainingJobsTest, CancelsWhatRunsAndWhatWaits) {
    const auto running = submit();
    const auto waiting = submit();
    program_.wait_for_begun(1);

    EXPECT_EQ(jobs_->cancel(waiting).status, JobStatus::cancelled);
    static_cast<void>(jobs_->cancel(running));

    wait_for(running, JobStatus::cancelled);
    EXPECT_THROW(static_cast<void>(jobs_->cancel(running)), domain::Conflict);
    EXPECT_THROW(static_cast<void>(jobs_->cancel(99)), domain::NotFound);
    EXPECT_EQ(program_.seeds().size(), 1U) << "what waited never ran";
}

TEST_F(TrainingJobsTest, RefusesMoreThanMayWait) {
    submit();
    program_.wait_for_begun(1);
    submit();
    submit();
    EXPECT_THROW(submit(), domain::Conflict);
}

TEST_F(TrainingJobsTest, RemembersTheNewestAndForgetsTheOldestThatHasEnded) {
    for (int i = 0; i < 6; ++i) {
        program_.end_as(success("m"));
        wait_for(submit(), JobStatus::succeeded);
    }
    const TrainingJobList list = jobs_->all();
    ASSERT_EQ(list.jobs.size(), 4U);
    EXPECT_EQ(list.jobs.front().id, 6);
    EXPECT_EQ(list.jobs.back().id, 3);
    EXPECT_THROW(static_cast<void>(jobs_->find(1)), domain::NotFound);
}

TEST_F(TrainingJobsTest, EndsWhatRunsAtTheServersStopAndTakesNoMore) {
    const auto running = submit();
    const auto waiting = submit();
    program_.wait_for_begun(1);

    jobs_->stop();

    EXPECT_EQ(jobs_->find(waiting).status, JobStatus::cancelled);
    wait_for(running, JobStatus::cancelled);
    EXPECT_THROW(submit(), domain::Unavailable);
    jobs_.reset();
}

TEST_F(TrainingJobsTest, GoesWhileATrainingRuns) {
    submit();
    program_.wait_for_begun(1);
    jobs_.reset();
    EXPECT_EQ(logger_.count("training job ended"), 1U);
}

}  // namespace
}  // namespace neurec::application
