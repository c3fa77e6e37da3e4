#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "infrastructure/deep_learning/manifest.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/retrieval/candidate_artefacts.hpp"

/// Model folders `models/<id>/`, as docs/model-format.md describes them.
namespace neurec::infrastructure::deep_learning {

inline constexpr std::string_view kManifestFile = "manifest.json";
inline constexpr std::string_view kManifestSumFile = "manifest.sha256";
inline constexpr std::string_view kWeightsFile = "model.safetensors";
inline constexpr std::string_view kCandidatesFile = "candidates.safetensors";
inline constexpr std::string_view kUserIndexFile = "users.hnsw";
inline constexpr std::string_view kMovieIndexFile = "movies.hnsw";

/// Everything in a model folder.
struct LoadedModel {
    Manifest manifest;
    ModelWeights weights;
    retrieval::CandidateArtefacts candidates;
};

/// Whether a text can be a model's id, and thus a folder's name: 1..100 of A–Z a–z 0–9 . _ -, not
/// starting with ".".
[[nodiscard]] bool is_model_id(std::string_view id);

/// Writes a complete model folder below `models` (made where it is missing) and returns its path.
/// The folder appears at once and whole: it is written as `.<id>.partial`, brought to the disk and
/// renamed. Empty fields of the manifest that the writer fills in are described there; ids that it
/// makes sort by age ("20261123-070512-history"). Weights or artefacts that do not fit each other:
/// InvalidInput. An id that is taken: Conflict. A failing disk: Unavailable, and nothing is left
/// behind.
std::filesystem::path write_model(const ModelWeights& weights, Manifest manifest,
                                  const retrieval::CandidateArtefacts& candidates,
                                  const std::filesystem::path& models);

/// Reads and verifies a model folder: format version, sizes, checksums, every shape and range,
/// finite values. Whatever is wrong is Unavailable, with the file, the fault and what to do.
LoadedModel read_model(const std::filesystem::path& folder);

/// Reads and verifies the manifest alone.
Manifest read_manifest(const std::filesystem::path& folder);

}  // namespace neurec::infrastructure::deep_learning
