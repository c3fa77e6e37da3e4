#include "application/services/login_throttle.hpp"

#include <gtest/gtest.h>

namespace neurec::application {
namespace {

constexpr std::int64_t kNow = 10'000;
constexpr LoginThrottleLimits kLimits{.free_failures_per_account = 3,
                                      .free_failures_per_address = 6,
                                      .first_wait = 2,
                                      .longest_wait = 16,
                                      .forgotten_after = 100,
                                      .most_entries = 10};

void fail_times(LoginThrottle& throttle, int times, const char* account, const char* address,
                std::int64_t now) {
    for (int i = 0; i < times; ++i)
        throttle.failed(account, address, now);
}

TEST(LoginThrottle, LetsAFewFailuresPass) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 3, "a@x", "1.1.1.1", kNow);

    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow), std::nullopt);
}

TEST(LoginThrottle, DoublesTheWaitWithEachFurtherFailureUpToTheLongest) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 3, "a@x", "1.1.1.1", kNow);
    for (const std::int64_t expected : {2, 4, 8, 16, 16}) {
        throttle.failed("a@x", "2.2.2.2", kNow);
        EXPECT_EQ(throttle.wait("a@x", "9.9.9.9", kNow), expected);
    }
}

TEST(LoginThrottle, EndsTheWaitWhenItIsOver) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 4, "a@x", "1.1.1.1", kNow);

    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow + 1), 1);
    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow + 2), std::nullopt);
}

TEST(LoginThrottle, SlowsAnAddressThatTriesManyAccounts) {
    LoginThrottle throttle(kLimits);
    for (const char* account : {"a", "b", "c", "d", "e", "f", "g"})
        throttle.failed(account, "1.1.1.1", kNow);

    EXPECT_EQ(throttle.wait("new", "1.1.1.1", kNow), 2);
    EXPECT_EQ(throttle.wait("new", "2.2.2.2", kNow), std::nullopt);
}

TEST(LoginThrottle, ForgetsAnAccountsFailuresOnSuccessButNotTheAddresss) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 7, "a@x", "1.1.1.1", kNow);

    throttle.succeeded("a@x");

    EXPECT_EQ(throttle.wait("a@x", "2.2.2.2", kNow), std::nullopt);
    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow), 2);
}

TEST(LoginThrottle, StartsAfreshAfterAQuietTime) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 4, "a@x", "1.1.1.1", kNow);

    throttle.failed("a@x", "1.1.1.1", kNow + 100);

    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow + 100), std::nullopt);
}

TEST(LoginThrottle, RemembersABoundedNumber) {
    LoginThrottle throttle(kLimits);
    for (int i = 0; i < 1000; ++i)
        throttle.failed("account" + std::to_string(i), "address" + std::to_string(i), kNow);

    EXPECT_EQ(throttle.entries(), kLimits.most_entries);
}

TEST(LoginThrottle, NeverTakesAnAccountForAnAddress) {
    LoginThrottle throttle(kLimits);
    fail_times(throttle, 4, "1.1.1.1", "somewhere", kNow);

    EXPECT_EQ(throttle.wait("a@x", "1.1.1.1", kNow), std::nullopt);
}

}  // namespace
}  // namespace neurec::application
