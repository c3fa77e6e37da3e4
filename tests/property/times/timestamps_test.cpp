#include "application/services/timestamps.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "domain/models/times.hpp"

namespace neurec::application {
namespace {

constexpr std::int64_t kFirstSecond = -62'167'219'200;  // of the year 0000
constexpr std::int64_t kLastSecond = 253'402'300'799;   // of the year 9999

RC_GTEST_PROP(Timestamps, AreReadBackAsTheyWereWritten, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(kFirstSecond, kLastSecond + 1);
    RC_ASSERT(seconds_of_rfc3339(rfc3339_text(seconds)) == seconds);
}

RC_GTEST_PROP(Timestamps, HaveOneFormForEveryNumber, ()) {
    const auto seconds =
        *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                        rc::gen::inRange<std::int64_t>(std::numeric_limits<std::int64_t>::min(),
                                                       std::numeric_limits<std::int64_t>::max()));
    const std::string text = rfc3339_text(seconds);
    RC_ASSERT(text.size() == std::string("2026-11-23T09:30:00Z").size());
    const auto again = seconds_of_rfc3339(text);
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == std::clamp(seconds, kFirstSecond, kLastSecond));
}

RC_GTEST_PROP(Timestamps, OfAnyTextAreADefinedAnswer, ()) {
    std::string text = rfc3339_text(*rc::gen::inRange<std::int64_t>(0, kLastSecond));
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::arbitrary<char>();
    if (const auto seconds = seconds_of_rfc3339(text))
        RC_ASSERT(*seconds >= kFirstSecond - 86'400 && *seconds <= kLastSecond + 86'400);
}

RC_GTEST_PROP(Times, InTheFutureStayThereAsTheyGrow, ()) {
    const auto now = *rc::gen::inRange<std::int64_t>(0, kLastSecond);
    const auto time = *rc::gen::arbitrary<std::int64_t>();
    if (domain::is_in_the_future(time, now)) {
        RC_ASSERT(time > now);
        RC_ASSERT(domain::is_in_the_future(std::numeric_limits<std::int64_t>::max(), now));
    } else {
        RC_ASSERT(time <= now + domain::kClockTolerance);
    }
}

}  // namespace
}  // namespace neurec::application
