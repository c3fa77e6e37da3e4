#pragma once

#include <cstdint>

#include "domain/random.hpp"

namespace neurec::infrastructure::training {

/// What random numbers are drawn for. Nothing random outlives a training step: each step, epoch or
/// initialisation makes a generator of its own from (seed, stream, index), which is why a
/// checkpoint holds no generator states. Step 17 of epoch 3 draws the same after a restart as
/// without one.
enum class RandomStream : std::uint64_t {
    user_split = 101,
    validation_reveals,
    initialisation,
    epoch_order,
    steps,
    calibration,
};

[[nodiscard]] inline domain::Random make_random(std::uint64_t seed, RandomStream stream,
                                                std::uint64_t index = 0) {
    return domain::Random(seed, static_cast<std::uint64_t>(stream), index);
}

}  // namespace neurec::infrastructure::training
