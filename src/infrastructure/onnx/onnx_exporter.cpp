#include "infrastructure/onnx/onnx_exporter.hpp"

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/onnx/onnx_model.hpp"

namespace neurec::infrastructure::onnx {

namespace {

class OnnxExporter : public domain::ModelExporter {
  public:
    explicit OnnxExporter(std::filesystem::path models) : models_(std::move(models)) {}

    void write_onnx(const std::string& id, std::span<const domain::Movie> catalogue,
                    const std::filesystem::path& file) override {
        if (!deep_learning::FileModelStore(models_).has(id))
            throw domain::NotFound("There is no model \"" + id + "\" in " + models_.string() + ".");
        const deep_learning::LoadedModel model = deep_learning::read_model(models_ / id);
        deep_learning::replace_atomically(
            std::filesystem::absolute(file),
            onnx_model(id, model.weights, model.manifest.encoders, catalogue));
    }

  private:
    std::filesystem::path models_;
};

}  // namespace

std::unique_ptr<domain::ModelExporter> make_onnx_exporter(std::filesystem::path models) {
    return std::make_unique<OnnxExporter>(std::move(models));
}

}  // namespace neurec::infrastructure::onnx
