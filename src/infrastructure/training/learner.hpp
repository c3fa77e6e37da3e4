#pragma once

#include <cstdint>
#include <memory>

#include "domain/models/dataset.hpp"
#include "domain/ports/model_trainer.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
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
};

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
