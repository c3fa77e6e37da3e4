#include "domain/models/times.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "domain/models/user_profile.hpp"

namespace neurec::domain {
namespace {

TEST(Times, AreInTheFutureBeyondWhatClocksMayDiffer) {
    constexpr std::int64_t kNow = 1'700'000'000;
    EXPECT_FALSE(is_in_the_future(kNow, kNow));
    EXPECT_FALSE(is_in_the_future(kNow + kClockTolerance, kNow));
    EXPECT_TRUE(is_in_the_future(kNow + kClockTolerance + 1, kNow));
    EXPECT_FALSE(is_in_the_future(kUnknownTime, kNow));
    EXPECT_TRUE(is_in_the_future(std::numeric_limits<std::int64_t>::max(), kNow));
    EXPECT_FALSE(is_in_the_future(std::numeric_limits<std::int64_t>::min(), kNow));
}

TEST(Times, OrderAProfileFromTheOldestRatingToTheNewest) {
    std::vector<RatedMovie> ratings{{MovieId{1}, 5, 300},
                                    {MovieId{2}, 5, 100},
                                    {MovieId{9}, 5, kUnknownTime},
                                    {MovieId{7}, 5, 100},
                                    {MovieId{4}, 5, kUnknownTime}};
    sort_by_time(ratings);
    std::vector<std::int64_t> movies;
    for (const RatedMovie& each : ratings)
        movies.push_back(each.movie.value);
    EXPECT_EQ(movies, (std::vector<std::int64_t>{4, 9, 2, 7, 1}));
}

}  // namespace
}  // namespace neurec::domain
