#include "application/services/timestamps.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace neurec::application {
namespace {

TEST(Timestamps, AreWrittenInUtc) {
    EXPECT_EQ(rfc3339_text(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339_text(978'300'760), "2000-12-31T22:12:40Z");
}

TEST(Timestamps, AreReadInEveryFormOfTheStandard) {
    EXPECT_EQ(seconds_of_rfc3339("2000-12-31T22:12:40Z"), 978'300'760);
    EXPECT_EQ(seconds_of_rfc3339("2000-12-31t22:12:40.123z"), 978'300'760);
    EXPECT_EQ(seconds_of_rfc3339("2001-01-01T00:12:40+02:00"), 978'300'760);
    EXPECT_EQ(seconds_of_rfc3339("2000-12-31 16:42:40-05:30"), 978'300'760);
    EXPECT_EQ(seconds_of_rfc3339("2024-02-29T00:00:00Z"), 1'709'164'800);
}

TEST(Timestamps, OutsideOfTheStandardsYearsAreWrittenAsTheNearest) {
    EXPECT_EQ(rfc3339_text(-1), "1969-12-31T23:59:59Z");
    EXPECT_EQ(rfc3339_text(253'402'300'799), "9999-12-31T23:59:59Z");
    EXPECT_EQ(rfc3339_text(253'402'300'800), "9999-12-31T23:59:59Z");
    EXPECT_EQ(rfc3339_text(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59Z");
    EXPECT_EQ(rfc3339_text(-62'167'219'200), "0000-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339_text(-62'167'219'201), "0000-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339_text(std::numeric_limits<std::int64_t>::min()), "0000-01-01T00:00:00Z");
}

TEST(Timestamps, Before1970AreNegative) {
    EXPECT_EQ(seconds_of_rfc3339("1969-12-31T23:59:59Z"), -1);
    EXPECT_EQ(seconds_of_rfc3339("0000-01-01T00:00:00Z"), -62'167'219'200);
}

TEST(Timestamps, AreNoOtherText) {
    for (const char* text :
         {"", "2000-12-31", "2000-12-31T22:12:40", "2000-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
          "2000-12-31T24:00:00Z", "2000-12-31T22:12:40.Z", "2000-12-31T22:12:40Zx",
          "2000-12-31T22:12:40+25:00", "978300760"})
        EXPECT_FALSE(seconds_of_rfc3339(text)) << text;
}

}  // namespace
}  // namespace neurec::application
