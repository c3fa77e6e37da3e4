#pragma once

#include "application/dtos/training_result.hpp"
#include "domain/ports/dataset_store.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/model_trainer.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::application {

struct TrainModelRequest {
    domain::TrainingOptions options;
    bool activate = true;  ///< make the new model the one that is served
};

/// Trains a model on everything in the database, publishes it and, if asked, activates it.
class TrainModel {
  public:
    /// The ports must outlive the use case.
    TrainModel(domain::DatasetStore& store, domain::ModelTrainer& trainer,
               domain::ModelStore& models, domain::ProgressReporter& progress,
               const domain::StopToken& stop);

    /// Removes what an earlier, killed run left behind, then trains. An empty database:
    /// InvalidInput. Whatever stops the trainer passes through, and the active model stays as it
    /// was.
    TrainingResult execute(const TrainModelRequest& request);

  private:
    domain::DatasetStore& store_;
    domain::ModelTrainer& trainer_;
    domain::ModelStore& models_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
};

}  // namespace neurec::application
