#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/ports/model_trainer.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::domain {

/// How far a training in a process of its own is.
struct TrainingNews {
    std::string stage;                   ///< for people: "Training", "Publishing the model"
    std::uint64_t done = 0;              ///< steps of the stage
    std::uint64_t total = 0;             ///< 0 where the number is not known
    std::optional<double> seconds_left;  ///< of the stage, where that can be told
    int planned_epochs = 0;              ///< the most there will be; 0 before the first has ended
    std::vector<EpochReport> epochs;     ///< those that have ended
};

/// How such a training ended.
struct TrainingEnd {
    enum class Kind : std::uint8_t { succeeded, failed, stopped };
    Kind kind = Kind::failed;
    std::string model_id;  ///< of the new model, where it succeeded
    std::string problem;   ///< for people, where it failed
};

/// Runs trainings beside the server, whose memory and threads they leave alone.
class TrainingProgram {
  public:
    virtual ~TrainingProgram() = default;
    /// Trains on the database to the end, and activates the model if asked. Calls `on_news` from
    /// the calling thread. A stop request ends the process, by force where it does not end by
    /// itself; none outlives this call.
    virtual TrainingEnd run(const TrainingOptions& options, bool activate,
                            const std::function<void(const TrainingNews&)>& on_news,
                            const StopToken& stop) = 0;
};

}  // namespace neurec::domain
