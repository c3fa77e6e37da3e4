#include "infrastructure/deep_learning/user_encoder.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

namespace neurec::infrastructure::deep_learning {

namespace {

AlignedFloats scaled_columns(const std::optional<Matrix>& bag, const ColumnScaling& scaling) {
    if (!bag) return {};
    AlignedFloats scaled(bag->values.begin(), bag->values.end());
    for (std::size_t i = 0; i < scaled.size(); ++i)
        scaled[i] *= scaling.factor[i % bag->cols];
    return scaled;
}

void relu(std::span<float> values) {
    for (float& value : values)
        value = std::max(0.0F, value);
}

}  // namespace

UserEncoder::UserEncoder(const UserTower& tower, const EncoderConfig& config,
                         const Kernels& kernels)
    : features_(config),
      kernels_(kernels),
      input_(folded(tower.input, tower.input_norm)),
      hidden_(folded(tower.hidden, tower.hidden_norm)),
      liked_bag_(scaled_columns(tower.liked_bag, ColumnScaling(tower.input_norm))),
      disliked_bag_(scaled_columns(tower.disliked_bag, ColumnScaling(tower.input_norm))) {}

void UserEncoder::encode(const domain::Demographics& demographics,
                         std::span<const std::uint32_t> liked, std::span<const float> liked_weights,
                         std::span<const std::uint32_t> disliked, std::span<float> out) const {
    assert(out.size() == hidden_.outputs && liked_weights.size() == liked.size());
    std::array<float, kDemographicFeatures + kHistoryStatistics> storage{};
    const std::span<float> features(storage.data(), features_.size());
    features_.encode(demographics, {liked.size(), disliked.size()}, features);

    std::vector<float> first(input_.bias.begin(), input_.bias.end());
    kernels_.add_product(features.data(), features.size(), input_.weight.data(), first.size(),
                         first.data());
    if (!liked_bag_.empty() && !liked.empty())
        kernels_.add_rows(liked_bag_.data(), liked, liked_weights, bag_weight(liked.size()),
                          first.size(), first.data());
    if (!disliked_bag_.empty() && !disliked.empty()) {
        const std::vector<float> alike(disliked.size(), 1.0F);
        kernels_.add_rows(disliked_bag_.data(), disliked, alike, bag_weight(disliked.size()),
                          first.size(), first.data());
    }
    relu(first);

    std::ranges::copy(hidden_.bias, out.begin());
    kernels_.add_product(first.data(), first.size(), hidden_.weight.data(), out.size(), out.data());
    relu(out);
}

}  // namespace neurec::infrastructure::deep_learning
