#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/folded_layer.hpp"
#include "infrastructure/deep_learning/scoring_kernels.hpp"

namespace neurec::infrastructure::deep_learning {

/// The user tower without its BatchNorms, which are folded into the layers and bags. Immutable and
/// thread-safe.
class UserEncoder {
  public:
    /// `kernels` must outlive the encoder.
    UserEncoder(const UserTower& tower, const EncoderConfig& config, const Kernels& kernels);

    /// The tower's output; `liked` and `disliked` are movies by their positions in the model, each
    /// liked one with its weight by recency [liked]; `out`: [tower width].
    void encode(const domain::Demographics& demographics, std::span<const std::uint32_t> liked,
                std::span<const float> liked_weights, std::span<const std::uint32_t> disliked,
                std::span<float> out) const;

  private:
    UserFeatureEncoder features_;
    const Kernels& kernels_;
    FoldedLayer input_;
    FoldedLayer hidden_;
    AlignedFloats liked_bag_;     ///< [movies × input_.outputs], or empty
    AlignedFloats disliked_bag_;  ///< likewise
};

}  // namespace neurec::infrastructure::deep_learning
