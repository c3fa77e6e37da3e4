#pragma once

#include <torch/torch.h>

#include <vector>

#include "infrastructure/training/history_batch.hpp"
#include "infrastructure/training/network.hpp"

/// Arrays as tensors with memory of their own: gradients are computed long after a step's arrays
/// have been left, and an index that changed in between would be read outside of its table.
namespace neurec::infrastructure::training {

inline torch::Tensor tensor_of(const std::vector<float>& values, at::IntArrayRef sizes,
                               torch::Device device) {
    return torch::from_blob(const_cast<float*>(values.data()), sizes, torch::kFloat)
        .to(device, torch::kFloat, /*non_blocking=*/false, /*copy=*/true);
}

inline torch::Tensor tensor_of(const std::vector<std::int64_t>& values, torch::Device device) {
    return torch::from_blob(const_cast<std::int64_t*>(values.data()),
                            {static_cast<std::int64_t>(values.size())}, torch::kLong)
        .to(device, torch::kLong, /*non_blocking=*/false, /*copy=*/true);
}

/// All values, row-major.
inline std::vector<float> values_of(const torch::Tensor& tensor) {
    const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

inline Bags bags_of(const BagArrays& arrays, torch::Device device) {
    return {tensor_of(arrays.offsets, device), tensor_of(arrays.rows, device),
            tensor_of(arrays.weights, {static_cast<std::int64_t>(arrays.weights.size())}, device)};
}

}  // namespace neurec::infrastructure::training
