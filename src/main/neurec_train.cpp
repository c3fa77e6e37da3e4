#include "infrastructure/onnx/onnx_exporter.hpp"
#include "infrastructure/training/torch_trainer.hpp"
#include "main/composition.hpp"

int main(int count, char** values) {
    const neurec::Composition::TrainingAdapters training = {
        .make_trainer =
            [](const std::vector<std::string>&) {
                return neurec::infrastructure::training::make_torch_trainer();
            },
        .make_exporter =
            [](const std::vector<std::string>&, const std::filesystem::path& models) {
                return neurec::infrastructure::onnx::make_onnx_exporter(models);
            }};
    return neurec::run(count, values, training);
}
