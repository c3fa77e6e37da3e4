#include "infrastructure/deep_learning/folded_layer.hpp"

#include <cmath>

namespace neurec::infrastructure::deep_learning {

ColumnScaling::ColumnScaling(const BatchNorm& norm) {
    for (std::size_t j = 0; j < norm.scale.size(); ++j) {
        const double scale =
            double{norm.scale[j]} / std::sqrt(double{norm.variance[j]} + norm.epsilon);
        factor.push_back(static_cast<float>(scale));
        shift.push_back(static_cast<float>(double{norm.shift[j]} - scale * norm.mean[j]));
    }
}

FoldedLayer input_columns(const Linear& layer, std::size_t begin, std::size_t count) {
    FoldedLayer result;
    result.inputs = count;
    result.outputs = layer.weight.rows;
    result.weight.resize(result.inputs * result.outputs);
    result.bias.assign(result.outputs, 0.0F);
    for (std::size_t j = 0; j < result.outputs; ++j)
        for (std::size_t k = 0; k < count; ++k)
            result.weight[k * result.outputs + j] =
                layer.weight.values[j * layer.weight.cols + begin + k];
    return result;
}

FoldedLayer folded(const Linear& layer) {
    FoldedLayer result = input_columns(layer, 0, layer.weight.cols);
    result.bias.assign(layer.bias.begin(), layer.bias.end());
    return result;
}

FoldedLayer folded(const Linear& layer, const BatchNorm& norm) {
    FoldedLayer result = folded(layer);
    const ColumnScaling scaling(norm);
    for (std::size_t j = 0; j < result.outputs; ++j) {
        result.bias[j] = result.bias[j] * scaling.factor[j] + scaling.shift[j];
        for (std::size_t k = 0; k < result.inputs; ++k)
            result.weight[k * result.outputs + j] *= scaling.factor[j];
    }
    return result;
}

}  // namespace neurec::infrastructure::deep_learning
