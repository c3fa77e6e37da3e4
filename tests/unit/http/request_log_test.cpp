#include "presentation/http/request_log.hpp"

#include <gtest/gtest.h>

namespace neurec::presentation::http {
namespace {

TEST(LoggableTarget, KeepsThePathAndTheNamesOfTheQuery) {
    EXPECT_EQ(loggable_target("/movies/7"), "/movies/7");
    EXPECT_EQ(loggable_target("/movies/?title=heat&page=2"), "/movies/?title=*&page=*");
}

TEST(LoggableTarget, HidesEveryValueThatMayBeASecret) {
    EXPECT_EQ(loggable_target("/a?secret"), "/a?*");
    EXPECT_EQ(loggable_target("/a?x=1=2&&secret;y=?"), "/a?x=*&&*;y=*");
    EXPECT_EQ(loggable_target("/a?=secret"), "/a?=*");
    EXPECT_EQ(loggable_target("/a?"), "/a?");
}

TEST(LoggableTarget, IsPrintableWhateverIsSent) {
    EXPECT_EQ(loggable_target(std::string_view("/\x01\xff\x7f \0", 6)), "/%01%FF%7F%20%00");
}

TEST(LoggableTarget, IsCutWhereItIsLong) {
    EXPECT_EQ(loggable_target("/" + std::string(1000, 'a')), "/" + std::string(255, 'a') + "...");
    const std::string secret = loggable_target("/?" + std::string(1000, 's'));
    EXPECT_EQ(secret, "/?*...");
}

}  // namespace
}  // namespace neurec::presentation::http
