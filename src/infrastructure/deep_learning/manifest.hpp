#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "domain/ports/model_trainer.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"

namespace neurec::infrastructure::deep_learning {

/// The newest format of model folders that this program reads, and the one that it writes.
inline constexpr int kModelFormatVersion = 2;

/// What the model was trained on.
struct TrainingData {
    std::uint64_t fingerprint = 0;  ///< domain::Dataset::fingerprint()
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    bool operator==(const TrainingData&) const = default;
};

/// What a model folder says of itself: `manifest.json`.
struct Manifest {
    std::string id;          ///< the folder's name; the writer makes one where it is empty
    std::string created_at;  ///< UTC, "2026-11-23T07:00:00Z"; the writer's clock where it is empty
    std::string
        code_version;  ///< of the program that wrote it; filled in by the writer where empty
    EncoderConfig encoders;
    TrainingData data;
    std::map<std::string, double> metrics;  ///< by name, as "validation_ndcg@10"; finite
    /// As they were in force: `preset`, every part's switch, and the preset's own numbers where
    /// none were asked for.
    domain::TrainingOptions options;
    /// `model_id` and `model_folder` are not kept: they are `id`, and where the folder is now.
    domain::TrainingReport report;
    std::map<std::string, FileSum>
        files;  ///< every other file of the folder; filled in by the writer
};

/// JSON for people and programs; ends in a newline. Numbers that are not finite are InvalidInput.
std::string to_json(const Manifest& manifest);

/// Reads what to_json() wrote. Text that is not a manifest, or one of a newer format, is
/// domain::Unavailable; `file` is for the message.
Manifest parse_manifest(std::string_view text, const std::filesystem::path& file);

/// The preset's name in manifests and on the command line: "history" or "seed".
std::string_view name_of(domain::ModelPreset preset);

}  // namespace neurec::infrastructure::deep_learning
