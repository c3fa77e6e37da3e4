#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "domain/models/movie.hpp"

namespace neurec::domain {

/// Writes trained models for programs other than this one.
class ModelExporter {
  public:
    virtual ~ModelExporter() = default;
    /// Writes the model `id` as ONNX, for scoring `catalogue` (docs/model-format.md, "ONNX"). The
    /// file appears whole or not at all, replacing what was there. NotFound where there is no such
    /// model; Unavailable where it is damaged, or the disk fails; InvalidInput where the catalogue
    /// is larger than an ONNX file may be.
    virtual void write_onnx(const std::string& id, std::span<const Movie> catalogue,
                            const std::filesystem::path& file) = 0;
};

}  // namespace neurec::domain
