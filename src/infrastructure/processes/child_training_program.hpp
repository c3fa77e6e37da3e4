#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "domain/ports/training_program.hpp"

namespace neurec::infrastructure::processes {

/// `neurec-train train` as a process of its own.
class ChildTrainingProgram : public domain::TrainingProgram {
  public:
    /// `environment`: variables ("NAME=value") that the program gets besides those of this process;
    /// secrets that training has no use for are not passed on. `patience`: between SIGTERM and
    /// SIGKILL at a stop.
    explicit ChildTrainingProgram(std::filesystem::path program,
                                  std::vector<std::string> environment = {},
                                  std::chrono::milliseconds patience = std::chrono::seconds(5));

    domain::TrainingEnd run(const domain::TrainingOptions& options, bool activate,
                            const std::function<void(const domain::TrainingNews&)>& on_news,
                            const domain::StopToken& stop) override;

  private:
    std::filesystem::path program_;
    std::vector<std::string> environment_;
    std::chrono::milliseconds patience_;
};

}  // namespace neurec::infrastructure::processes
