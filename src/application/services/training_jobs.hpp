#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "application/dtos/training_jobs.hpp"
#include "application/services/model_provider.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/training_program.hpp"

namespace neurec::application {

/// How many trainings are kept.
struct TrainingJobLimits {
    std::size_t waiting = 8;      ///< behind the one that runs
    std::size_t remembered = 50;  ///< in all; the oldest ended ones go first
};

/// Trainings that admins ask for, one at a time, on a thread of its own. What there was is
/// forgotten at the server's stop, which ends the one that runs. Thread-safe.
class TrainingJobs {
  public:
    /// The ports must outlive it.
    TrainingJobs(domain::TrainingProgram& program, ModelProvider& models,
                 const domain::Clock& clock, domain::Logger& logger, domain::Metrics& metrics,
                 TrainingJobLimits limits = {});
    /// As stop(), and waits.
    ~TrainingJobs();
    TrainingJobs(const TrainingJobs&) = delete;
    TrainingJobs& operator=(const TrainingJobs&) = delete;

    /// Runs it now, or after those before it. Conflict where too many wait already, Unavailable
    /// after stop().
    [[nodiscard]] TrainingJobPublic submit(const TrainingJobSchema& options);
    /// The newest first.
    [[nodiscard]] TrainingJobList all() const;
    /// NotFound where there is no such job, or none any more.
    [[nodiscard]] TrainingJobPublic find(std::int64_t id) const;
    /// Ends the job; one that runs does so a moment later. NotFound, and Conflict where it has
    /// ended already.
    TrainingJobPublic cancel(std::int64_t id);
    /// Cancels everything, and takes no more.
    void stop();

  private:
    /// Set by whoever cancels, read by the program.
    class Cancellation : public domain::StopToken {
      public:
        void request() noexcept { requested_ = true; }
        [[nodiscard]] bool stop_requested() const noexcept override { return requested_; }

      private:
        std::atomic<bool> requested_ = false;
    };
    struct Job {
        TrainingJobPublic shown;
        Cancellation cancellation;
    };

    void run(const std::stop_token& stop);
    void run_job(Job& job);
    [[nodiscard]] domain::TrainingEnd end_of(Job& job);
    void show_news(Job& job, const domain::TrainingNews& news);
    void record_end(Job& job, const domain::TrainingEnd& end);
    /// What follows is called under the lock.
    [[nodiscard]] Job* next_queued();
    [[nodiscard]] Job& existing(std::int64_t id) const;
    void finish(Job& job, JobStatus status);
    /// Ends the job as failed where memory did not last for its end.
    void give_up(Job& job);
    void forget_oldest();
    [[nodiscard]] std::string now() const;

    domain::TrainingProgram& program_;
    ModelProvider& models_;
    const domain::Clock& clock_;
    domain::Logger& logger_;
    TrainingJobLimits limits_;
    domain::Gauge& running_;
    domain::Counter& succeeded_;
    domain::Counter& failed_;
    domain::Counter& cancelled_;

    mutable std::mutex mutex_;  ///< guards what follows
    std::condition_variable_any woken_;
    std::deque<std::unique_ptr<Job>> jobs_;  ///< the oldest first
    std::int64_t last_id_ = 0;
    bool stopped_ = false;
    std::jthread thread_;  ///< last: stops before what it uses goes
};

}  // namespace neurec::application
