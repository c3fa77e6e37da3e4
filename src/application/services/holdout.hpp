#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/random.hpp"

/// Which users and ratings a method may learn from, and which it is tested on. Everything follows
/// from a seed, on every machine alike.
namespace neurec::application {

struct Holdout {
    std::vector<domain::UserIndex> training;  ///< ascending
    std::vector<domain::UserIndex> held_out;  ///< ascending
};

/// Holds out round(users × share) users, each set of them equally likely. `share`: 0..1.
[[nodiscard]] Holdout hold_out(std::size_t users, double share, std::uint64_t seed);

/// The order in which a user reveals what they have rated: drawn without replacement, each next one
/// with probability proportional to its weight among those left (Efraimidis and Spirakis 2006, with
/// exponential keys). Those of weight 0 come last. The first k are what a user reveals who reveals
/// k, so a larger k shows all that a smaller one does. Returns a permutation of
/// 0..weights.size()-1.
[[nodiscard]] std::vector<std::size_t> reveal_order(std::span<const double> weights,
                                                    domain::Random& random);

/// How many of `rated` ratings are shown where `wanted` are asked for: one always stays unrevealed.
[[nodiscard]] std::size_t revealed_count(std::size_t wanted, std::size_t rated);

}  // namespace neurec::application
