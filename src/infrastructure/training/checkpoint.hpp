#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "domain/ports/model_trainer.hpp"
#include "infrastructure/training/trained_network.hpp"

namespace neurec::infrastructure::training {

/// How far a run has come, besides its network. Everything random is drawn anew from seed, epoch
/// and step.
struct RunState {
    int epoch = 0;           ///< 0-based: the epoch that goes on
    std::uint64_t step = 0;  ///< the next step of that epoch
    double loss_sum = 0;     ///< over the epoch's samples so far
    std::uint64_t samples_in_epoch = 0;
    double seconds_in_epoch = 0;
    int best_epoch = 0;  ///< 1-based; 0 before the first validation
    double best_metric = 0;
    std::uint64_t samples = 0;  ///< of all epochs
    std::vector<domain::EpochReport> epochs;
};

/// One run's checkpoint below a folder of models: `.checkpoints/training`. It is replaced
/// atomically, so that a process that is killed leaves the one before.
class Checkpoint {
  public:
    /// `identity`: what the run trains on and how, as text. A checkpoint of another identity is not
    /// resumed.
    Checkpoint(const std::filesystem::path& models, std::string identity);

    /// A full or read-only disk: Unavailable.
    void write(const RunState& state, const TrainedNetwork& network) const;
    /// Fills both from the file and returns true, or returns false where there is none. A
    /// checkpoint of another identity, or a damaged one: InvalidInput with what differs and what to
    /// do.
    bool read(RunState& state, TrainedNetwork& network) const;
    /// The run has ended well; nothing is left to resume.
    void remove() const;
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  private:
    std::filesystem::path file_;
    std::string identity_;
};

}  // namespace neurec::infrastructure::training
