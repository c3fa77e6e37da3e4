#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::deep_learning {

/// e^(−newer/span) for each of the ratings at `timestamps`, which ascend; `newer` is how many have
/// a later time. By order and not by seconds: an evening's ratings and a year's are both histories.
/// Empty where a time is unknown. `span` above 0.
std::vector<float> recency_decays(std::span<const std::int64_t> timestamps, float span);

/// r of model_weights.hpp for the liked movies with these times, in any order, when asked at
/// `asked_at`: 1 on average. All 1 without `recency`, out of the session, or where a time is
/// unknown.
std::vector<float> recency_weights(std::span<const std::int64_t> timestamps, std::int64_t asked_at,
                                   const std::optional<Recency>& recency);

/// `asked_at` is known, and at most `session` seconds after `newest`. A time in the future (of a
/// database that has such times from before they were refused) is in no session, ever.
[[nodiscard]] bool is_in_session(std::int64_t newest, std::int64_t asked_at, float session);

}  // namespace neurec::infrastructure::deep_learning
