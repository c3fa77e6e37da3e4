#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "infrastructure/training/process_rank.hpp"

namespace neurec::infrastructure::training {

/// The processes that train one model together, each on its share of every step's users, on one
/// machine or several. All of them call the same functions in the same order; a call returns when
/// every process has made it. A process that is gone, or does not come, is Unavailable. A group of
/// one does nothing. Not thread-safe.
class ProcessGroup {
  public:
    /// Meets the others (c10d's TCPStore at the master's address, Gloo between processes; NCCL
    /// where LibTorch has it and tensors are on CUDA). InvalidInput where this build has no c10d.
    ProcessGroup(ProcessRank process, torch::Device device);
    ~ProcessGroup();
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;

    [[nodiscard]] const ProcessRank& process() const { return process_; }
    /// Replaces each tensor by its mean over the processes; all of one floating type. The same bits
    /// arrive everywhere.
    void average(const std::vector<torch::Tensor>& tensors);
    /// Sums over the processes.
    void sum(std::vector<double>& values);
    /// What process 0 has, for all.
    [[nodiscard]] double from_first(double value);
    /// Whether it is so in any process.
    [[nodiscard]] bool any(bool value);
    /// Unavailable where the processes' texts differ, with what they are.
    void require_same(const std::string& sha256);

  private:
    struct Backend;

    template <class Call>
    void together(const Call& call);

    ProcessRank process_;
    std::unique_ptr<Backend> backend_;  ///< null in a group of one
};

}  // namespace neurec::infrastructure::training
