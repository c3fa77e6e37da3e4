#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "infrastructure/training/network.hpp"
#include "infrastructure/training/process_group.hpp"
#include "infrastructure/training/row_optimiser.hpp"

namespace neurec::infrastructure::training {

struct OptimiserSettings {
    double learning_rate = 1e-3;
    double weight_decay = 0;  ///< decoupled (AdamW); 0 makes it Adam
    double averaging =
        0;  ///< share that the moving average of the weights keeps a step; 0: no average is kept
    std::uint64_t averaging_from = 0;   ///< first step that enters the average
    ProcessGroup* processes = nullptr;  ///< that train together; null: this one alone
};

/// A network with all that training changes: its weights, the optimiser's moments, the moving
/// average of the weights where one is kept, and the weights of the best epoch. This is what a
/// checkpoint holds. Not thread-safe.
class TrainedNetwork {
  public:
    TrainedNetwork(Network network, const OptimiserSettings& settings);

    [[nodiscard]] NetworkImpl& network() { return *network_; }
    /// One step down the gradients of `loss`, at `learning_rate`. `step` counts from the start of
    /// training. Processes that train together go down the mean of their gradients, and take the
    /// mean of BatchNorm's statistics, so that their weights stay the same (sparse gradients become
    /// dense for that); `weight` is how much of the step this process' loss stands for, 1 where all
    /// have equal shares.
    void descend(const torch::Tensor& loss, double learning_rate, std::uint64_t step,
                 double weight = 1);

    /// While it lives, the network has the weights that would be served, in evaluation mode: the
    /// average where one is kept, the latest otherwise.
    class Served {
      public:
        explicit Served(TrainedNetwork& owner);
        ~Served();
        Served(const Served&) = delete;
        Served& operator=(const Served&) = delete;

      private:
        TrainedNetwork& owner_;
        std::vector<torch::Tensor> latest_;
    };

    /// Keeps the weights that would be served now as the best ones.
    void remember_best();
    /// Makes the best weights the network's own, in evaluation mode; training cannot go on after
    /// this.
    void recall_best();

    /// SHA-256 of the network's parameters and buffers, hexadecimal.
    [[nodiscard]] std::string checksum() const;

    void save(torch::serialize::OutputArchive& archive) const;
    /// Of an archive that save() of a network of the same shape wrote; c10::Error for any other.
    void load(torch::serialize::InputArchive& archive);

  private:
    void average_over_processes();
    void update_average();
    void begin_average();
    /// Lets the row optimisers keep their tables' part of the average, where there is one.
    void share_average();
    /// Brings the tables with sparse gradients to the last step.
    void settle();
    /// The one of row_optimisers_ that trains this table, or null.
    [[nodiscard]] RowOptimiser* row_optimiser_of(const torch::Tensor& state);

    Network network_;
    OptimiserSettings settings_;
    std::unique_ptr<torch::optim::AdamW> optimiser_;  ///< of what row_optimisers_ do not train
    std::vector<RowOptimiser> row_optimisers_;        ///< one for each of the sparse tables
    std::vector<torch::Tensor>
        average_;  ///< in the order of states_of(network); empty before averaging_from
    std::vector<torch::Tensor> best_;  ///< the same; empty before the first remember_best()
};

}  // namespace neurec::infrastructure::training
