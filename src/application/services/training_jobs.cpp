#include "application/services/training_jobs.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "application/services/timestamps.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] bool has_ended(const TrainingJobPublic& job) {
    return job.status != JobStatus::queued && job.status != JobStatus::running;
}

[[nodiscard]] domain::TrainingOptions options_of(const TrainingJobSchema& asked) {
    domain::TrainingOptions options;
    options.preset = asked.preset == TrainingPreset::seed ? domain::ModelPreset::seed
                                                          : domain::ModelPreset::history;
    options.seed = static_cast<std::uint64_t>(asked.seed);
    options.epochs = asked.epochs;
    options.batch_size = asked.batch_size;
    options.learning_rate = asked.learning_rate;
    options.patience = asked.patience;
    return options;
}

[[nodiscard]] domain::Counter& ended(domain::Metrics& metrics, const char* how) {
    return metrics.counter("neurec_training_jobs_total", "Training jobs that have ended.",
                           {{"status", how}});
}

}  // namespace

TrainingJobs::TrainingJobs(domain::TrainingProgram& program, ModelProvider& models,
                           const domain::Clock& clock, domain::Logger& logger,
                           domain::Metrics& metrics, TrainingJobLimits limits)
    : program_(program),
      models_(models),
      clock_(clock),
      logger_(logger),
      limits_(limits),
      running_(metrics.gauge("neurec_training_jobs_running", "1 while a training job runs.")),
      succeeded_(ended(metrics, "succeeded")),
      failed_(ended(metrics, "failed")),
      cancelled_(ended(metrics, "cancelled")),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

TrainingJobs::~TrainingJobs() {
    stop();
}

TrainingJobPublic TrainingJobs::submit(const TrainingJobSchema& options) {
    const std::lock_guard lock(mutex_);
    if (stopped_) throw domain::Unavailable("The server is stopping.");
    const auto waiting = std::ranges::count_if(
        jobs_, [](const auto& job) { return job->shown.status == JobStatus::queued; });
    if (static_cast<std::size_t>(waiting) >= limits_.waiting)
        throw domain::Conflict("Too many training jobs wait already; cancel one, or wait");
    auto job = std::make_unique<Job>();
    job->shown.id = ++last_id_;
    job->shown.options = {options};
    job->shown.created_at = now();
    jobs_.push_back(std::move(job));
    const TrainingJobPublic shown = jobs_.back()->shown;
    forget_oldest();
    woken_.notify_one();
    return shown;
}

TrainingJobList TrainingJobs::all() const {
    const std::lock_guard lock(mutex_);
    TrainingJobList list;
    list.jobs.reserve(jobs_.size());
    for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job)
        list.jobs.push_back((*job)->shown);
    return list;
}

TrainingJobPublic TrainingJobs::find(std::int64_t id) const {
    const std::lock_guard lock(mutex_);
    return existing(id).shown;
}

TrainingJobPublic TrainingJobs::cancel(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    Job& job = existing(id);
    if (has_ended(job.shown)) throw domain::Conflict("The training job has ended already");
    job.cancellation.request();
    if (job.shown.status == JobStatus::queued) finish(job, JobStatus::cancelled);
    return job.shown;
}

void TrainingJobs::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& job : jobs_) {
        job->cancellation.request();
        if (job->shown.status == JobStatus::queued) finish(*job, JobStatus::cancelled);
    }
}

void TrainingJobs::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (woken_.wait(lock, stop, [this] { return next_queued() != nullptr; })) {
        Job& job = *next_queued();
        job.shown.status = JobStatus::running;
        lock.unlock();
        try {
            run_job(job);  // the job stays: only ended ones are forgotten
            lock.lock();
        } catch (const std::bad_alloc&) {
            lock.lock();
            give_up(job);
        }
    }
}

void TrainingJobs::give_up(Job& job) {
    job.shown.status = JobStatus::failed;
    job.shown.problem.emplace("out of memory");  // short enough to need none
    running_.set(0);
    failed_.add();
}

void TrainingJobs::run_job(Job& job) {
    {
        const std::lock_guard lock(mutex_);
        job.shown.started_at = now();
    }
    logger_.write(domain::LogLevel::info, "training job started", {{"job", job.shown.id}});
    running_.set(1);
    const domain::TrainingEnd end = end_of(job);
    running_.set(0);
    // Before the job's end is shown, so that whoever sees it is answered by the new model.
    if (end.kind == domain::TrainingEnd::Kind::succeeded) models_.refresh();
    record_end(job, end);
}

domain::TrainingEnd TrainingJobs::end_of(Job& job) {
    try {
        return program_.run(
            options_of(job.shown.options), job.shown.options.activate,
            [&](const domain::TrainingNews& news) { show_news(job, news); }, job.cancellation);
    } catch (const std::exception& error) {
        return {.kind = domain::TrainingEnd::Kind::failed, .model_id = {}, .problem = error.what()};
    }
}

void TrainingJobs::show_news(Job& job, const domain::TrainingNews& news) {
    const std::lock_guard lock(mutex_);
    job.shown.progress = TrainingProgress{.stage = news.stage,
                                          .done = news.done,
                                          .total = news.total,
                                          .seconds_left = news.seconds_left,
                                          .planned_epochs = news.planned_epochs};
    job.shown.epochs.clear();
    for (const domain::EpochReport& each : news.epochs)
        job.shown.epochs.push_back(
            {each.epoch, each.loss, each.validation_metric, each.samples_per_second, each.seconds});
}

void TrainingJobs::record_end(Job& job, const domain::TrainingEnd& end) {
    const std::lock_guard lock(mutex_);
    switch (end.kind) {
        case domain::TrainingEnd::Kind::succeeded:
            job.shown.model_id = end.model_id;
            finish(job, JobStatus::succeeded);
            break;
        case domain::TrainingEnd::Kind::stopped:
            finish(job, JobStatus::cancelled);
            break;
        case domain::TrainingEnd::Kind::failed:
            job.shown.problem = end.problem;
            finish(job, JobStatus::failed);
            break;
    }
}

void TrainingJobs::finish(Job& job, JobStatus status) {
    job.shown.status = status;
    job.shown.finished_at = now();
    const bool has_failed = status == JobStatus::failed;
    (status == JobStatus::succeeded ? succeeded_ : has_failed ? failed_ : cancelled_).add();
    logger_.write(has_failed ? domain::LogLevel::error : domain::LogLevel::info,
                  "training job ended",
                  {{"job", job.shown.id},
                   {"succeeded", status == JobStatus::succeeded},
                   {"problem", std::string_view(has_failed ? *job.shown.problem : "")}});
}

TrainingJobs::Job* TrainingJobs::next_queued() {
    const auto next = std::ranges::find_if(
        jobs_, [](const auto& job) { return job->shown.status == JobStatus::queued; });
    return next == jobs_.end() ? nullptr : next->get();
}

TrainingJobs::Job& TrainingJobs::existing(std::int64_t id) const {
    const auto found =
        std::ranges::find_if(jobs_, [id](const auto& job) { return job->shown.id == id; });
    if (found == jobs_.end()) throw domain::NotFound("Training job not found");
    return **found;
}

void TrainingJobs::forget_oldest() {
    while (jobs_.size() > limits_.remembered) {
        const auto oldest =
            std::ranges::find_if(jobs_, [](const auto& job) { return has_ended(job->shown); });
        if (oldest == jobs_.end()) return;
        jobs_.erase(oldest);
    }
}

std::string TrainingJobs::now() const {
    return rfc3339_text(clock_.now());
}

}  // namespace neurec::application
