#include "infrastructure/training/training_loop.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "domain/errors.hpp"

namespace neurec::infrastructure::training {

namespace {

using Clock = std::chrono::steady_clock;

std::string decimal(double value, int digits) {
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

}  // namespace

TrainingLoop::TrainingLoop(const TrainingPlan& plan, Learner& learner, Metric metric,
                           const Checkpoint& checkpoint, domain::ProgressReporter& progress,
                           const domain::StopToken& stop)
    : plan_(plan),
      learner_(learner),
      metric_(std::move(metric)),
      checkpoint_(checkpoint),
      progress_(progress),
      stop_(stop) {}

RunState TrainingLoop::run(RunState state) {
    progress_.begin("Training",
                    learner_.steps_per_epoch() * static_cast<std::uint64_t>(plan_.epochs));
    while (state.epoch < plan_.epochs && !has_stalled(state)) {
        train_epoch(state);
        finish_epoch(state);
        write_checkpoint(state);
    }
    std::string summary = std::to_string(state.epochs.size()) + " epochs";
    if (metric_)
        summary += ", NDCG@10 " + decimal(state.best_metric, 4) +
                   " on validation users after epoch " + std::to_string(state.best_epoch);
    progress_.finish(summary);
    return state;
}

bool TrainingLoop::has_stalled(const RunState& state) const {
    return metric_ && state.best_epoch > 0 && state.epoch - state.best_epoch >= plan_.patience;
}

void TrainingLoop::train_epoch(RunState& state) {
    const Clock::time_point begun = Clock::now();
    const double seconds_before = state.seconds_in_epoch;
    const std::uint64_t steps = learner_.steps_per_epoch();
    while (state.step < steps) {
        if (plan_.processes->any(stop_.stop_requested())) interrupt(state);
        const StepResult result = learner_.step(state.epoch, state.step);
        std::vector<double> sums{result.loss * static_cast<double>(result.samples),
                                 static_cast<double>(result.samples)};
        plan_.processes->sum(sums);
        require_finite(sums[0], state);
        state.loss_sum += sums[0];
        state.samples_in_epoch += static_cast<std::uint64_t>(sums[1]);
        state.seconds_in_epoch = seconds_before + seconds_since(begun);
        ++state.step;
        progress_.update(static_cast<std::uint64_t>(state.epoch) * steps + state.step,
                         detail(state));
    }
}

void TrainingLoop::finish_epoch(RunState& state) {
    const auto samples = static_cast<double>(state.samples_in_epoch);
    domain::EpochReport report;
    report.epoch = state.epoch + 1;
    report.loss = state.loss_sum / samples;
    report.seconds = state.seconds_in_epoch;
    report.samples_per_second = samples / std::max(report.seconds, 1e-9);
    if (metric_)
        report.validation_metric =
            plan_.processes->from_first(plan_.processes->process().is_first() ? metric_() : 0.0);
    if (!metric_ || state.best_epoch == 0 || report.validation_metric > state.best_metric) {
        state.best_epoch = report.epoch;
        state.best_metric = report.validation_metric;
        learner_.trained().remember_best();
    }
    progress_.epoch_ended(report, plan_.epochs);
    state.epochs.push_back(report);
    state.samples += state.samples_in_epoch;
    ++state.epoch;
    state.step = 0;
    state.loss_sum = 0;
    state.samples_in_epoch = 0;
    state.seconds_in_epoch = 0;
}

void TrainingLoop::write_checkpoint(const RunState& state) {
    if (plan_.processes->process().is_first()) checkpoint_.write(state, learner_.trained());
}

void TrainingLoop::interrupt(const RunState& state) {
    write_checkpoint(state);
    throw domain::Interrupted("Training was stopped in epoch " + std::to_string(state.epoch + 1) +
                              " of " + std::to_string(plan_.epochs) + ". Everything so far is in " +
                              checkpoint_.file().string() +
                              "; the same command with --resume goes on from there.");
}

void TrainingLoop::require_finite(double loss, const RunState& state) const {
    if (std::isfinite(loss)) return;
    throw domain::InvalidInput(
        "The loss is no longer a number in epoch " + std::to_string(state.epoch + 1) + ", step " +
        std::to_string(state.step + 1) + ": training has diverged at learning rate " +
        decimal(plan_.learning_rate, 6) + ". Train again with a lower --learning-rate.");
}

std::string TrainingLoop::detail(const RunState& state) const {
    const auto samples = static_cast<double>(state.samples_in_epoch);
    std::string text = "epoch " + std::to_string(state.epoch + 1) + "/" +
                       std::to_string(plan_.epochs) + ", loss " +
                       decimal(state.loss_sum / samples, 3);
    if (metric_ && !state.epochs.empty())
        text += ", NDCG@10 " + decimal(state.epochs.back().validation_metric, 4);
    return text + ", " + decimal(samples / std::max(state.seconds_in_epoch, 1e-9) / 1000, 1) +
           "k samples/s";
}

}  // namespace neurec::infrastructure::training
