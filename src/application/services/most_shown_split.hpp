#pragma once

#include <cstdint>

#include "application/services/evaluation_split.hpp"

namespace neurec::application {

inline constexpr std::size_t kMostShownUsers = 500;
inline constexpr double kMostShownShare = 0.8;

/// `most-shown`: the setting in which Liang et al. ("Variational Autoencoders for Collaborative
/// Filtering", 2018) and their followers report MovieLens 1M: 500 users (half of all where there
/// are fewer than 1,000) are held out by seed, every rating counts as positive (five stars), and
/// each shows four fifths of what they have rated, drawn uniformly; the rest is to be found. Too
/// few users: InvalidInput.
[[nodiscard]] EvaluationSplit split_most_shown(const domain::Dataset& data, std::uint64_t seed);

}  // namespace neurec::application
