#include "infrastructure/deep_learning/recency.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "domain/models/times.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

/// recency_decays() of times in any order.
std::vector<float> decays_of(std::span<const std::int64_t> timestamps, float span) {
    std::vector<std::size_t> order(timestamps.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return timestamps[i]; });
    std::vector<std::int64_t> ascending;
    ascending.reserve(order.size());
    for (const std::size_t i : order)
        ascending.push_back(timestamps[i]);
    const std::vector<float> sorted = recency_decays(ascending, span);
    std::vector<float> decays(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        decays[order[i]] = sorted[i];
    return decays;
}

}  // namespace

std::vector<float> recency_decays(std::span<const std::int64_t> timestamps, float span) {
    assert(std::ranges::is_sorted(timestamps) && span > 0);
    if (std::ranges::find(timestamps, domain::kUnknownTime) != timestamps.end()) return {};
    std::vector<float> decays(timestamps.size());
    std::size_t newer = 0;
    for (std::size_t i = timestamps.size(); i-- > 0;) {
        if (i + 1 < timestamps.size() && timestamps[i] != timestamps[i + 1])
            newer = timestamps.size() - 1 - i;
        decays[i] = std::exp(-static_cast<float>(newer) / span);
    }
    return decays;
}

bool is_in_session(std::int64_t newest, std::int64_t asked_at, float session) {
    return asked_at != domain::kUnknownTime && !domain::is_in_the_future(newest, asked_at) &&
           static_cast<double>(asked_at) - static_cast<double>(newest) <= session;
}

std::vector<float> recency_weights(std::span<const std::int64_t> timestamps, std::int64_t asked_at,
                                   const std::optional<Recency>& recency) {
    std::vector<float> weights;
    if (recency && !timestamps.empty() &&
        is_in_session(std::ranges::max(timestamps), asked_at, recency->session))
        weights = decays_of(timestamps, recency->span);
    if (weights.empty()) return std::vector<float>(timestamps.size(), 1.0F);
    float sum = 0;
    for (float& weight : weights) {
        weight = 1 + recency->boost * weight;
        sum += weight;
    }
    const float to_mean_1 = static_cast<float>(weights.size()) / sum;
    for (float& weight : weights)
        weight *= to_mean_1;
    return weights;
}

}  // namespace neurec::infrastructure::deep_learning
