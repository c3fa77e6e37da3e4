#include "infrastructure/training/user_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/errors.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::Rating;
using domain::UserId;

/// `users` users with ids 1, 2, …, each of whom gives movie 1 `stars` and movie 2 three stars.
domain::Dataset everyone_rates(int users, float stars) {
    std::vector<domain::User> people;
    std::vector<Rating> ratings;
    for (int id = 1; id <= users; ++id) {
        people.push_back({UserId{id}, {}});
        ratings.push_back({UserId{id}, MovieId{1}, stars});
        ratings.push_back({UserId{id}, MovieId{2}, 3});
    }
    return {people, {{MovieId{1}, "A", {}}, {MovieId{2}, "B", {}}}, ratings};
}

TEST(UserSplit, KeepsOneInTwentyAsideAndTrainsOnTheOthers) {
    const UserSplit split = split_users(everyone_rates(200, 5), 1);

    EXPECT_EQ(split.validation.size(), 10);
    EXPECT_EQ(split.training.size(), 190);
    std::vector<domain::UserIndex> everyone;
    std::ranges::merge(split.training, split.validation, std::back_inserter(everyone));
    for (domain::UserIndex user = 0; user < 200; ++user)
        EXPECT_EQ(everyone[user], user);
}

TEST(UserSplit, KeepsNoMoreAsideThanItIsTold) {
    EXPECT_EQ(split_users(everyone_rates(200, 5), 1, 4).validation.size(), 4);
}

TEST(UserSplit, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const domain::Dataset data = everyone_rates(200, 5);
    EXPECT_EQ(split_users(data, 1).validation, split_users(data, 1).validation);
    EXPECT_NE(split_users(data, 1).validation, split_users(data, 2).validation);
}

TEST(UserSplit, SparesAFewUsersNobody) {
    const UserSplit split = split_users(everyone_rates(39, 4), 1);
    EXPECT_TRUE(split.validation.empty());
    EXPECT_EQ(split.training.size(), 39);
}

TEST(UserSplit, LeavesOutWhoLikesNothing) {
    const domain::Dataset data(
        {{UserId{1}, {}}, {UserId{2}, {}}, {UserId{3}, {}}, {UserId{4}, {}}},
        {{MovieId{1}, "A", {}}, {MovieId{2}, "B", {}}},
        std::vector<Rating>{
            {UserId{1}, MovieId{1}, 4}, {UserId{2}, MovieId{1}, 3.5F}, {UserId{4}, MovieId{2}, 5}});
    EXPECT_EQ(split_users(data, 1).training, (std::vector<domain::UserIndex>{0, 3}));
}

TEST(UserSplit, RefusesDataWithoutTwoMoviesAndTwoUsersWhoLikeOne) {
    EXPECT_THROW((void)split_users(everyone_rates(100, 3), 1), domain::InvalidInput);
    EXPECT_THROW((void)split_users(everyone_rates(1, 5), 1), domain::InvalidInput);
    EXPECT_THROW((void)split_users(domain::Dataset{}, 1), domain::InvalidInput);
}

}  // namespace
}  // namespace neurec::infrastructure::training
