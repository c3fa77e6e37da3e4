#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::onnx {

using Shape = std::vector<std::int64_t>;

/// An ONNX graph (IR version 8, operator set 17) that grows node by node. Values are known by their
/// names; a node's name is that of its output.
class Graph {
  public:
    Graph(const std::string& name, const std::string& description);
    ~Graph();
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    /// What a run is given and gives, all of fixed shape.
    std::string input(const std::string& name, const Shape& shape, const std::string& description);
    void float_output(const std::string& name, const Shape& shape, const std::string& description);
    void integer_output(const std::string& name, const Shape& shape,
                        const std::string& description);

    std::string constant(const std::string& name, std::span<const float> values,
                         const Shape& shape);
    std::string constant(const std::string& name, std::span<const std::int64_t> values,
                         const Shape& shape);
    std::string constant(const std::string& name, float value);

    /// A node of one output, `name`, which it returns.
    std::string node(const std::string& name, const std::string& operation,
                     const std::vector<std::string>& inputs);

    /// x·Wᵀ + b, with the layer's tensors as constants `name`.weight and `name`.bias. x: [rows ×
    /// inputs].
    std::string linear(const std::string& name, const deep_learning::Linear& layer,
                       const std::string& x);
    /// x·Wᵀ; `weight` is a value of [outputs × inputs].
    std::string product(const std::string& name, const std::string& x, const std::string& weight);
    /// Inference form, with the tensors' names as Torch has them.
    std::string batch_norm(const std::string& name, const deep_learning::BatchNorm& norm,
                           const std::string& x);
    std::string relu(const std::string& name, const std::string& x);
    /// Values side by side: [rows × (a + b + …)].
    std::string concatenated(const std::string& name, const std::vector<std::string>& columns);
    /// The sum of a row's values: [rows × 1].
    std::string row_sum(const std::string& name, const std::string& x);
    /// Truth values as 0 and 1.
    std::string as_float(const std::string& name, const std::string& x);
    /// A vector of `size` zeros, to which updates[i] is added at at[i].
    std::string scattered_sum(const std::string& name, std::int64_t size, const std::string& at,
                              const std::string& updates);

    /// Key and value for readers, beside the graph.
    void metadata(const std::string& key, const std::string& value);

    /// The model's bytes. InvalidInput beyond 2 GiB, where Protocol Buffers end.
    [[nodiscard]] std::string serialised() const;

  private:
    struct Model;
    std::unique_ptr<Model> model_;
};

}  // namespace neurec::infrastructure::onnx
