#include "domain/models/dataset.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::domain {
namespace {

std::vector<User> two_users() {
    return {{UserId{7}, {}}, {UserId{3}, {}}};
}
std::vector<Movie> three_movies() {
    return {{MovieId{30}, "C", {}}, {MovieId{10}, "A", {}}, {MovieId{20}, "B", {}}};
}
const std::vector<Rating> kRatings{{UserId{7}, MovieId{20}, 5, 100},
                                   {UserId{3}, MovieId{10}, 2, 0},
                                   {UserId{7}, MovieId{10}, 3, 50}};

TEST(Dataset, SortsUsersAndMoviesByIdAndGroupsRatingsByUser) {
    const Dataset data(two_users(), three_movies(), kRatings);

    EXPECT_EQ(data.users()[0].id, UserId{3});
    EXPECT_EQ(data.movies()[2].id, MovieId{30});
    ASSERT_EQ(data.ratings_of(1).size(), 2U);
    EXPECT_EQ(data.movies()[data.ratings_of(1).movies[0]].id, MovieId{20});
    EXPECT_EQ(data.ratings_of(1).values[1], 3);
    EXPECT_EQ(data.ratings_of(1).timestamps[0], 100);
}

TEST(Dataset, FindsPositionsById) {
    const Dataset data(two_users(), three_movies(), kRatings);

    EXPECT_EQ(data.index_of(MovieId{20}), MovieIndex{1});
    EXPECT_EQ(data.index_of(UserId{7}), UserIndex{1});
    EXPECT_EQ(data.index_of(MovieId{99}), std::nullopt);
}

TEST(Dataset, CountsRatingsAndLikesPerMovie) {
    const Dataset data(two_users(), three_movies(), kRatings);

    EXPECT_EQ(data.ratings_per_movie(), (std::vector<std::uint32_t>{2, 1, 0}));
    EXPECT_EQ(data.likes_per_movie(), (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST(Dataset, RefusesWhatDoesNotBelongTogether) {
    EXPECT_THROW(
        Dataset(two_users(), three_movies(), std::vector<Rating>{{UserId{1}, MovieId{10}, 4, 0}}),
        InvalidInput);
    EXPECT_THROW(
        Dataset(two_users(), three_movies(), std::vector<Rating>{{UserId{3}, MovieId{11}, 4, 0}}),
        InvalidInput);
    EXPECT_THROW(Dataset(two_users(), three_movies(),
                         std::vector<Rating>{{UserId{3}, MovieId{10}, 4, 0},
                                             {UserId{3}, MovieId{10}, 5, 0}}),
                 InvalidInput);
    EXPECT_THROW(Dataset({{UserId{3}, {}}, {UserId{3}, {}}}, {}, {}), InvalidInput);
}

TEST(Dataset, WithUsersKeepsTheirRatingsAlone) {
    const Dataset data =
        Dataset(two_users(), three_movies(), kRatings).with_users(std::vector<UserIndex>{1});

    ASSERT_EQ(data.users().size(), 1U);
    EXPECT_EQ(data.users()[0].id, UserId{7});
    EXPECT_EQ(data.rating_count(), 2U);
    EXPECT_EQ(data.movies().size(), 3U);
}

TEST(Dataset, FilteredKeepsWhatThePredicateKeeps) {
    const Dataset data =
        Dataset(two_users(), three_movies(), kRatings).filtered([](UserIndex user, std::size_t i) {
            return user == 1 && i == 1;
        });

    EXPECT_EQ(data.users().size(), 2U);
    ASSERT_EQ(data.rating_count(), 1U);
    EXPECT_EQ(data.ratings_of(1).values[0], 3);
}

TEST(Dataset, FingerprintTellsDataApart) {
    const Dataset data(two_users(), three_movies(), kRatings);
    std::vector<Rating> other = kRatings;
    other[0].rating = 4;

    EXPECT_EQ(data.fingerprint(), Dataset(two_users(), three_movies(), kRatings).fingerprint());
    EXPECT_NE(data.fingerprint(), Dataset(two_users(), three_movies(), other).fingerprint());
}

TEST(Dataset, EmptyIsAValue) {
    const Dataset data;
    EXPECT_EQ(data.rating_count(), 0U);
    EXPECT_TRUE(data.users().empty());
    EXPECT_TRUE(data.likes_per_movie().empty());
}

}  // namespace
}  // namespace neurec::domain
