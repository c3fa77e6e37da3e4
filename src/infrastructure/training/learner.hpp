#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "domain/models/dataset.hpp"
#include "domain/ports/model_trainer.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/training/process_group.hpp"
#include "infrastructure/training/trained_network.hpp"
#include "infrastructure/training/training_parts.hpp"

namespace neurec::infrastructure::training {

/// What training is asked to do, with every default filled in.
struct TrainingPlan {
    domain::ModelPreset preset = domain::ModelPreset::history;
    TrainingParts parts;
    std::uint64_t seed = 0;
    int epochs = 0;
    int batch_size = 0;
    double learning_rate = 0;
    int patience = 0;
    torch::Device device = torch::kCPU;
    ProcessGroup* processes = nullptr;  ///< that train together; null: this one alone
};

/// What this process learns from in a step, of the items that all processes share.
struct Share {
    Share(std::span<const std::uint32_t> step_items, const ProcessGroup* processes)
        : process(processes == nullptr ? ProcessRank{} : processes->process()),
          items(share_of(step_items, process)),
          weight(static_cast<double>(items.size()) * process.size /
                 static_cast<double>(step_items.size())) {}

    /// Which of a purpose's random numbers this process draws in a step, so that no two draw the
    /// same.
    [[nodiscard]] std::uint64_t stream(std::uint64_t step_number) const {
        return step_number * static_cast<std::uint64_t>(process.size) +
               static_cast<std::uint64_t>(process.rank);
    }

    ProcessRank process;
    std::span<const std::uint32_t> items;
    double weight;  ///< of this process' loss, so that every item counts alike
};

/// Of this process' share of the step.
struct StepResult {
    double loss = 0;            ///< mean over the step's samples
    std::uint64_t samples = 0;  ///< users or (user, movie) pairs learned from
};

/// Teaches one preset's network step by step. What a step does depends on the plan, on `epoch`, on
/// `step` and on the network alone, so that a run may end after any step and go on in another
/// process.
class Learner {
  public:
    virtual ~Learner() = default;
    [[nodiscard]] virtual std::uint64_t steps_per_epoch() const = 0;
    /// `epoch` and `step` are 0-based.
    virtual StepResult step(int epoch, std::uint64_t step) = 0;
    [[nodiscard]] virtual TrainedNetwork& trained() = 0;
};

/// `training` holds the training users only and must outlive the learner.
std::unique_ptr<Learner> make_history_learner(const TrainingPlan& plan,
                                              const domain::Dataset& training,
                                              const deep_learning::EncoderConfig& encoders);
std::unique_ptr<Learner> make_seed_learner(const TrainingPlan& plan,
                                           const domain::Dataset& training,
                                           const deep_learning::EncoderConfig& encoders);

}  // namespace neurec::infrastructure::training
