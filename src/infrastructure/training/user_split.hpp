#pragma once

#include <cstdint>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::infrastructure::training {

/// Who is trained on and who is kept aside to tell when to stop. Positions in the data set,
/// ascending.
struct UserSplit {
    std::vector<domain::UserIndex> training;
    std::vector<domain::UserIndex>
        validation;  ///< none where there are fewer than 40 users who could validate
};

/// Draws one in 20 of the users who can validate (two or more ratings, one of them liked), at most
/// `at_most`, by seed. Everyone else who likes anything is trained on. Fewer than two users who
/// like a movie, or fewer than two movies: InvalidInput, since there is nothing to learn a ranking
/// from.
UserSplit split_users(const domain::Dataset& data, std::uint64_t seed, std::size_t at_most = 400);

}  // namespace neurec::infrastructure::training
