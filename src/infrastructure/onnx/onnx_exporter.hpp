#pragma once

#include <filesystem>
#include <memory>

#include "domain/ports/model_exporter.hpp"

namespace neurec::infrastructure::onnx {

/// Exports models of the folder `models`.
std::unique_ptr<domain::ModelExporter> make_onnx_exporter(std::filesystem::path models);

}  // namespace neurec::infrastructure::onnx
