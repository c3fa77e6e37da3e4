#include "infrastructure/training/epoch_order.hpp"

#include <algorithm>
#include <numeric>

#include "infrastructure/training/random_streams.hpp"

namespace neurec::infrastructure::training {

EpochOrder::EpochOrder(std::size_t items, std::size_t batch_size, std::uint64_t seed)
    : order_(items),
      steps_(std::max<std::size_t>(1, items / std::max<std::size_t>(2, batch_size))),
      seed_(seed) {}

std::span<const std::uint32_t> EpochOrder::items_of(int epoch, std::uint64_t step) {
    if (ordered_for_ != epoch) {
        std::iota(order_.begin(), order_.end(), 0U);
        domain::Random random =
            make_random(seed_, RandomStream::epoch_order, static_cast<std::uint64_t>(epoch));
        random.shuffle(std::span(order_));
        ordered_for_ = epoch;
    }
    const std::size_t begin = step * order_.size() / steps_;
    const std::size_t end = (step + 1) * order_.size() / steps_;
    return std::span(order_).subspan(begin, end - begin);
}

}  // namespace neurec::infrastructure::training
