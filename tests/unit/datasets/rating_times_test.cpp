#include "infrastructure/datasets/rating_times.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "domain/models/times.hpp"

namespace neurec::infrastructure::datasets {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

std::int64_t time_of(RatingTimes& times, std::int64_t written) {
    const auto read = times.read(written);
    if (const auto* problem = std::get_if<Problem>(&read)) {
        ADD_FAILURE() << problem->text;
        return -1;
    }
    return std::get<std::int64_t>(read);
}

std::string problem_of(RatingTimes& times, std::int64_t written) {
    const auto read = times.read(written);
    const auto* problem = std::get_if<Problem>(&read);
    return problem == nullptr ? "nothing is wrong" : problem->text;
}

TEST(RatingTimes, AreSecondsAsTheyAreWritten) {
    RatingTimes times(kNow);
    EXPECT_EQ(time_of(times, 978'300'760), 978'300'760);
    EXPECT_EQ(time_of(times, 1), 1);
    EXPECT_EQ(time_of(times, kNow), kNow);
    EXPECT_FALSE(times.are_milliseconds());
}

TEST(RatingTimes, AreMillisecondsWhereTheFirstKnownOneIs) {
    RatingTimes times(kNow);
    EXPECT_EQ(time_of(times, 0), domain::kUnknownTime);
    EXPECT_EQ(time_of(times, 964'982'803'999), 964'982'803);
    EXPECT_EQ(time_of(times, 0), domain::kUnknownTime);
    EXPECT_EQ(time_of(times, 1'600'000'000'000), 1'600'000'000);
    EXPECT_TRUE(times.are_milliseconds());
}

TEST(RatingTimes, AreInOneUnitForTheWholeFile) {
    RatingTimes milliseconds(kNow);
    time_of(milliseconds, 964'982'803'000);
    EXPECT_EQ(problem_of(milliseconds, 964'982'803),
              "timestamp 964982803 is not in milliseconds, as those before it are");
    RatingTimes seconds(kNow);
    time_of(seconds, 964'982'803);
    EXPECT_EQ(problem_of(seconds, 964'982'803'000), "timestamp 964982803000 is in the future");
}

TEST(RatingTimes, AreNeverInTheFuture) {
    RatingTimes times(kNow);
    EXPECT_EQ(time_of(times, kNow + domain::kClockTolerance), kNow);
    for (const std::int64_t written :
         {kNow + domain::kClockTolerance + 1, std::int64_t{4'070'908'800},
          std::numeric_limits<std::int64_t>::max()})
        EXPECT_EQ(problem_of(times, written),
                  "timestamp " + std::to_string(written) + " is in the future");
    RatingTimes microseconds(kNow);
    EXPECT_EQ(problem_of(microseconds, 964'982'803'000'000),
              "timestamp 964982803000000 is in the future");
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
