#include "infrastructure/training/user_split.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/training/random_streams.hpp"

namespace neurec::infrastructure::training {

namespace {

constexpr std::size_t kTrainingUsersAValidationUser = 20;
constexpr std::size_t kFewestToValidate = 40;

void require_enough(const domain::Dataset& data, std::size_t users_who_like) {
    if (data.movies().size() >= 2 && users_who_like >= 2) return;
    throw domain::InvalidInput(
        "There is too little to train on: " + std::to_string(data.movies().size()) +
        " movies and " + std::to_string(users_who_like) +
        " users who rated one with 4 stars or more; it takes two of each at least. "
        "Import more ratings: neurec import PATH.");
}

}  // namespace

UserSplit split_users(const domain::Dataset& data, std::uint64_t seed, std::size_t at_most) {
    UserSplit split;
    std::vector<domain::UserIndex> can_validate;
    for (domain::UserIndex user = 0; user < data.users().size(); ++user) {
        const domain::RatingsView ratings = data.ratings_of(user);
        if (!std::ranges::any_of(ratings.values, domain::is_liked)) continue;
        split.training.push_back(user);
        if (ratings.size() >= 2) can_validate.push_back(user);
    }
    require_enough(data, split.training.size());
    if (can_validate.size() < kFewestToValidate) return split;

    domain::Random random = make_random(seed, RandomStream::user_split);
    random.shuffle(std::span(can_validate));
    can_validate.resize(std::min(at_most, can_validate.size() / kTrainingUsersAValidationUser));
    std::ranges::sort(can_validate);
    std::vector<domain::UserIndex> training;
    std::ranges::set_difference(split.training, can_validate, std::back_inserter(training));
    return {std::move(training), std::move(can_validate)};
}

}  // namespace neurec::infrastructure::training
