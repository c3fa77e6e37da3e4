#pragma once

#include <cstdint>

#include "application/services/evaluation_split.hpp"

namespace neurec::application {

/// Movies with fewer ratings are never held out: too few people would tell whether they were found.
inline constexpr std::uint32_t kFewestRatingsOfHeldOutMovie = 10;

/// `new-movies`: holds out `share` of the movies that have kFewestRatingsOfHeldOutMovie ratings or
/// more, by seed. The training part has them, with title and genres, but none of their ratings. For
/// every user who likes a held-out movie, all held-out movies are ranked by the user's other
/// ratings. No movie to hold out, or nothing left to learn from: InvalidInput.
[[nodiscard]] EvaluationSplit split_new_movies(const domain::Dataset& data, double share,
                                               std::uint64_t seed);

}  // namespace neurec::application
