#include "infrastructure/deep_learning/recency.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "domain/models/rating.hpp"

namespace neurec::infrastructure::deep_learning {

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

bool is_in_session(std::span<const std::int64_t> timestamps, std::int64_t asked_at, float session) {
    return !timestamps.empty() && asked_at != domain::kUnknownTime &&
           static_cast<double>(asked_at) - static_cast<double>(timestamps.back()) <= session;
}

std::vector<float> recency_weights(std::span<const std::int64_t> timestamps, std::int64_t asked_at,
                                   const std::optional<Recency>& recency) {
    std::vector<float> weights;
    if (recency && is_in_session(timestamps, asked_at, recency->session))
        weights = recency_decays(timestamps, recency->span);
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
