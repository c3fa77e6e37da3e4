#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace neurec::infrastructure::training {

/// AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019) and the moving
/// average of the weights for a table of which a step reads few rows: the work of a step is that of
/// its rows, whatever the table's size. A row that is read again is first brought up to date: its
/// decay, moments and average are as if every step had touched it. The difference: a row that is
/// not read does not go on along its momentum (as in PyTorch's SparseAdam). Not thread-safe.
class RowOptimiser {
  public:
    /// `table` [rows × columns] is the parameter itself. `averaging` is the share that the average
    /// keeps a step.
    RowOptimiser(torch::Tensor table, double weight_decay, double averaging);

    /// One step down the table's gradient, which is a sparse one of some rows, a dense one of all,
    /// or none; it is taken away.
    void step(double learning_rate);
    /// From now on every step enters `average` [rows × columns], which is changed in place and is
    /// as far as the table is.
    void average_into(torch::Tensor average);
    /// Brings every row of table, moments and average to the last step. O(table).
    void settle();

    [[nodiscard]] const torch::Tensor& table() const { return table_; }

    /// All but the table and the average, which are the owner's to keep.
    void save(torch::serialize::OutputArchive& archive, const std::string& name) const;
    /// c10::Error where the archive has no state of this name.
    void load(torch::serialize::InputArchive& archive, const std::string& name);

  private:
    void catch_up(const torch::Tensor& rows);

    torch::Tensor table_;
    torch::Tensor mean_;      ///< Adam's first moment
    torch::Tensor variance_;  ///< its second
    torch::Tensor average_;   ///< undefined before average_into()
    double weight_decay_;
    double averaging_;
    std::int64_t steps_ = 0;
    torch::Tensor touched_at_;          ///< int64 [rows]: the step that each row is up to date with
    std::vector<double> log_decay_{0};  ///< by step: the logarithm of all decay until after it
};

}  // namespace neurec::infrastructure::training
