#pragma once

#include <memory>

#include "domain/ports/model_trainer.hpp"

namespace neurec::infrastructure::training {

/// The trainer that LibTorch runs. Sets the process' numbers of threads when it trains; one
/// training at a time.
std::unique_ptr<domain::ModelTrainer> make_torch_trainer();

}  // namespace neurec::infrastructure::training
