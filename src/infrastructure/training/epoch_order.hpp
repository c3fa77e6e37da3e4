#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace neurec::infrastructure::training {

/// Things to learn from in an epoch's order, cut into steps of nearly equal size: BatchNorm cannot
/// learn from a step of one, which a remainder might be.
class EpochOrder {
  public:
    /// `items` things, two or more, about `batch_size` a step.
    EpochOrder(std::size_t items, std::size_t batch_size, std::uint64_t seed);

    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    /// Positions of the items of a step (0-based, below steps()). The order depends on seed and
    /// epoch alone. Valid until another epoch is asked for.
    std::span<const std::uint32_t> items_of(int epoch, std::uint64_t step);

  private:
    std::vector<std::uint32_t> order_;
    std::uint64_t steps_;
    std::uint64_t seed_;
    int ordered_for_ = -1;
};

}  // namespace neurec::infrastructure::training
