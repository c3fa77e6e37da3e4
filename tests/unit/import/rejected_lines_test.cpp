#include "application/services/rejected_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "domain/errors.hpp"

namespace neurec::application {
namespace {

using testing::HasSubstr;

RejectedLines lines(int count) {
    RejectedLines rejected;
    for (int i = 1; i <= count; ++i)
        rejected.add({"a.dat", static_cast<std::uint64_t>(i), "x",
                      "movie " + std::to_string(i) + " is not in movies.dat"});
    return rejected;
}

std::string refusal_of(const RejectedLines& rejected, std::uint64_t good, double share) {
    try {
        rejected.require_few(good, share);
        return "";
    } catch (const domain::InvalidInput& error) {
        return error.what();
    }
}

TEST(RejectedLinesTest, AreFewUpToTheirShareAndAFewInASmallDataSet) {
    EXPECT_EQ(refusal_of(lines(10), 990, 0.01), "");
    EXPECT_THAT(refusal_of(lines(11), 989, 0.01), HasSubstr("11 of 1000 lines"));
    EXPECT_EQ(refusal_of(lines(3), 3, 0.01), "");
    EXPECT_THAT(refusal_of(lines(3), 2, 0.01), HasSubstr("3 of 5 lines"));
    EXPECT_THAT(refusal_of(lines(4), 4, 0.01), HasSubstr("4 of 8 lines"));
    EXPECT_EQ(refusal_of(lines(0), 0, 0.01), "");
}

TEST(RejectedLinesTest, CountOneFaultWhateverValuesTheLinesHave) {
    RejectedLines rejected = lines(5);
    for (const char* value : {"1", "a::b", "x"})
        rejected.add({"b.dat", 9, value, "age '" + std::string(value) + "' is no number"});
    EXPECT_THAT(refusal_of(rejected, 8, 0.015),
                testing::AllOf(HasSubstr("at most 1.5% may be left out. The fault of 5 of them is "
                                         "that of a.dat, line 1: movie 1 is not in movies.dat."),
                               HasSubstr("--skip-bad-lines=50%")));
}

TEST(RejectedLinesTest, KeepTheFirstFiveOfEachFile) {
    RejectedLines rejected = lines(9);
    rejected.add({"b.dat", 1, "x", "y"});
    ASSERT_EQ(rejected.first().size(), 6U);
    EXPECT_EQ(rejected.first()[5].file, "b.dat");
    EXPECT_EQ(rejected.count(), 10U);
}

}  // namespace
}  // namespace neurec::application
