#pragma once

#include <functional>

#include "domain/ports/progress.hpp"
#include "infrastructure/training/checkpoint.hpp"
#include "infrastructure/training/learner.hpp"

namespace neurec::infrastructure::training {

/// Runs a learner epoch by epoch until the plan's end, or until the metric has not risen for
/// `patience` epochs.
class TrainingLoop {
  public:
    /// The metric of the weights that would be served now, the higher the better; empty where
    /// nobody validates, and then the last epoch is the best.
    using Metric = std::function<double()>;

    /// All references must outlive the loop; the plan names its processes.
    TrainingLoop(const TrainingPlan& plan, Learner& learner, Metric metric,
                 const Checkpoint& checkpoint, domain::ProgressReporter& progress,
                 const domain::StopToken& stop);

    /// Goes on from `state`, writing a checkpoint after each epoch, and returns the state at the
    /// end; the learner's network remembers the best weights. A stop request: the checkpoint is
    /// written, then Interrupted says how to go on. A loss that is not finite: InvalidInput; the
    /// checkpoint of the last whole epoch stays.
    RunState run(RunState state);

  private:
    void train_epoch(RunState& state);
    void finish_epoch(RunState& state);
    /// Process 0 does.
    void write_checkpoint(const RunState& state);
    [[noreturn]] void interrupt(const RunState& state);
    void require_finite(double loss, const RunState& state) const;
    [[nodiscard]] std::string detail(const RunState& state) const;
    [[nodiscard]] bool has_stalled(const RunState& state) const;

    const TrainingPlan& plan_;
    Learner& learner_;
    Metric metric_;
    const Checkpoint& checkpoint_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
};

}  // namespace neurec::infrastructure::training
