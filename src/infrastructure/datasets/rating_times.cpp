#include "infrastructure/datasets/rating_times.hpp"

#include <algorithm>

#include "domain/models/times.hpp"

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::int64_t kMostSeconds = 20'000'000'000;
constexpr std::int64_t kMillisecondsASecond = 1000;

}  // namespace

std::variant<std::int64_t, Problem> RatingTimes::read(std::int64_t written) {
    if (written == domain::kUnknownTime) return written;
    const bool looks_like_milliseconds = written > kMostSeconds;
    if (!milliseconds_) milliseconds_ = looks_like_milliseconds;
    if (*milliseconds_ && !looks_like_milliseconds)
        return Problem{"timestamp " + std::to_string(written) +
                       " is not in milliseconds, as those before it are"};
    const std::int64_t seconds = *milliseconds_ ? written / kMillisecondsASecond : written;
    if (domain::is_in_the_future(seconds, now_))
        return Problem{"timestamp " + std::to_string(written) + " is in the future"};
    return std::min(seconds, now_);
}

}  // namespace neurec::infrastructure::datasets
