#include "infrastructure/onnx/graph.hpp"

#include <onnx/onnx_pb.h>

#include <limits>

#include "domain/errors.hpp"

namespace neurec::infrastructure::onnx {

namespace {

constexpr std::int64_t kIrVersion = 8;
constexpr std::int64_t kOperatorSet = 17;

void describe(::onnx::ValueInfoProto& value, const std::string& name, int type, const Shape& shape,
              const std::string& description) {
    value.set_name(name);
    value.set_doc_string(description);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type);
    tensor.mutable_shape();
    for (const std::int64_t size : shape)
        tensor.mutable_shape()->add_dim()->set_dim_value(size);
}

/// Little-endian bytes, as ONNX and x86-64 both have them.
template <class Value>
void fill(::onnx::TensorProto& tensor, const std::string& name, int type,
          std::span<const Value> values, const Shape& shape) {
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const std::int64_t size : shape)
        tensor.add_dims(size);
    tensor.set_raw_data(values.data(), values.size_bytes());
}

void add_attribute(::onnx::NodeProto& node, const std::string& name, std::int64_t value) {
    ::onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(::onnx::AttributeProto::INT);
    attribute.set_i(value);
}

void add_attribute(::onnx::NodeProto& node, const std::string& name, float value) {
    ::onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(::onnx::AttributeProto::FLOAT);
    attribute.set_f(value);
}

void add_attribute(::onnx::NodeProto& node, const std::string& name, const std::string& value) {
    ::onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(::onnx::AttributeProto::STRING);
    attribute.set_s(value);
}

}  // namespace

struct Graph::Model {
    ::onnx::ModelProto proto;
    ::onnx::GraphProto& graph() { return *proto.mutable_graph(); }
    ::onnx::NodeProto& add(const std::string& name, const std::string& operation,
                           const std::vector<std::string>& inputs) {
        ::onnx::NodeProto& node = *graph().add_node();
        node.set_name(name);
        node.set_op_type(operation);
        for (const std::string& input : inputs)
            node.add_input(input);
        node.add_output(name);
        return node;
    }
};

Graph::Graph(const std::string& name, const std::string& description)
    : model_(std::make_unique<Model>()) {
    model_->proto.set_ir_version(kIrVersion);
    model_->proto.set_producer_name("neurec");
    model_->proto.add_opset_import()->set_version(kOperatorSet);
    model_->graph().set_name(name);
    model_->graph().set_doc_string(description);
}

Graph::~Graph() = default;

std::string Graph::input(const std::string& name, const Shape& shape,
                         const std::string& description) {
    describe(*model_->graph().add_input(), name, ::onnx::TensorProto::FLOAT, shape, description);
    return name;
}

void Graph::float_output(const std::string& name, const Shape& shape,
                         const std::string& description) {
    describe(*model_->graph().add_output(), name, ::onnx::TensorProto::FLOAT, shape, description);
}

void Graph::integer_output(const std::string& name, const Shape& shape,
                           const std::string& description) {
    describe(*model_->graph().add_output(), name, ::onnx::TensorProto::INT64, shape, description);
}

std::string Graph::constant(const std::string& name, std::span<const float> values,
                            const Shape& shape) {
    fill(*model_->graph().add_initializer(), name, ::onnx::TensorProto::FLOAT, values, shape);
    return name;
}

std::string Graph::constant(const std::string& name, std::span<const std::int64_t> values,
                            const Shape& shape) {
    fill(*model_->graph().add_initializer(), name, ::onnx::TensorProto::INT64, values, shape);
    return name;
}

std::string Graph::constant(const std::string& name, float value) {
    return constant(name, std::span(&value, 1), {});
}

std::string Graph::node(const std::string& name, const std::string& operation,
                        const std::vector<std::string>& inputs) {
    model_->add(name, operation, inputs);
    return name;
}

std::string Graph::linear(const std::string& name, const deep_learning::Linear& layer,
                          const std::string& x) {
    const auto outputs = static_cast<std::int64_t>(layer.weight.rows);
    const auto inputs = static_cast<std::int64_t>(layer.weight.cols);
    const std::string weight =
        constant(name + ".weight", std::span<const float>(layer.weight.values), {outputs, inputs});
    const std::string bias =
        constant(name + ".bias", std::span<const float>(layer.bias), {outputs});
    add_attribute(model_->add(name, "Gemm", {x, weight, bias}), "transB", std::int64_t{1});
    return name;
}

std::string Graph::product(const std::string& name, const std::string& x,
                           const std::string& weight) {
    add_attribute(model_->add(name, "Gemm", {x, weight}), "transB", std::int64_t{1});
    return name;
}

std::string Graph::batch_norm(const std::string& name, const deep_learning::BatchNorm& norm,
                              const std::string& x) {
    const Shape shape{static_cast<std::int64_t>(norm.scale.size())};
    const auto tensor = [&](const char* part, const std::vector<float>& values) {
        return constant(name + part, std::span<const float>(values), shape);
    };
    add_attribute(
        model_->add(name, "BatchNormalization",
                    {x, tensor(".weight", norm.scale), tensor(".bias", norm.shift),
                     tensor(".running_mean", norm.mean), tensor(".running_var", norm.variance)}),
        "epsilon", norm.epsilon);
    return name;
}

std::string Graph::relu(const std::string& name, const std::string& x) {
    return node(name, "Relu", {x});
}

std::string Graph::concatenated(const std::string& name, const std::vector<std::string>& columns) {
    add_attribute(model_->add(name, "Concat", columns), "axis", std::int64_t{1});
    return name;
}

std::string Graph::row_sum(const std::string& name, const std::string& x) {
    const std::int64_t columns = 1;
    const std::string axes = constant(name + ".axes", std::span(&columns, 1), {1});
    add_attribute(model_->add(name, "ReduceSum", {x, axes}), "keepdims", std::int64_t{1});
    return name;
}

std::string Graph::as_float(const std::string& name, const std::string& x) {
    add_attribute(model_->add(name, "Cast", {x}), "to", std::int64_t{::onnx::TensorProto::FLOAT});
    return name;
}

std::string Graph::scattered_sum(const std::string& name, std::int64_t size, const std::string& at,
                                 const std::string& updates) {
    const std::vector<float> zeros(static_cast<std::size_t>(size), 0.0F);
    const std::string nothing = constant(name + ".zeros", std::span<const float>(zeros), {size});
    ::onnx::NodeProto& node = model_->add(name, "ScatterElements", {nothing, at, updates});
    add_attribute(node, "axis", std::int64_t{0});
    add_attribute(node, "reduction", std::string("add"));
    return name;
}

void Graph::metadata(const std::string& key, const std::string& value) {
    auto& entry = *model_->proto.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
}

std::string Graph::serialised() const {
    if (model_->proto.ByteSizeLong() > std::numeric_limits<std::int32_t>::max())
        throw domain::InvalidInput(
            "The catalogue is too large for an ONNX file, which ends at 2 GiB. Read "
            "model.safetensors instead; its tensors are described in docs/model-format.md.");
    return model_->proto.SerializeAsString();
}

}  // namespace neurec::infrastructure::onnx
