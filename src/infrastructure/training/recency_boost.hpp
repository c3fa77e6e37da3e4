#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::training {

struct RecencySettings {
    std::array<float, 4> boosts{0, 1, 3, 10};  ///< the one that finds most is taken
    float span = 10;
    float session = 3600;  ///< seconds from a user's newest like to the one before, at the most
    std::size_t fewest_likes = 10;  ///< of a user who is asked; one of them is to be found
    std::size_t fewest_users = 100;
    std::size_t most_users = 2000;  ///< evenly from all who can be asked
};

/// How much more the newest likes should count, as the users themselves tell: each user's newest
/// like is to be found among all movies that they have not rated, by the item-item path over the
/// others; the boost with the highest mean of 1/log₂(rank + 1) is taken. Nothing where no boost
/// helps, or fewer than `fewest_users` have likes whose times are all known. O(users · likes ·
/// coefficients a movie). Only newest likes from within a session are asked for.
std::optional<deep_learning::Recency> learn_recency(const domain::Dataset& training,
                                                    const deep_learning::ItemItemPath& path,
                                                    const RecencySettings& settings);

}  // namespace neurec::infrastructure::training
