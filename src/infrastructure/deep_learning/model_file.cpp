#include "infrastructure/deep_learning/model_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/damage.hpp"
#include "infrastructure/deep_learning/model_tensors.hpp"
#include "infrastructure/deep_learning/partial_folder.hpp"
#include "infrastructure/deep_learning/safetensors.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestManifest = 16U << 20U;
constexpr std::uint64_t kLargestSumFile = 4096;
constexpr std::size_t kLongestId = 100;

std::string utc_time(const char* format) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string new_model_id(domain::ModelPreset preset, const fs::path& models) {
    const std::string base = utc_time("%Y%m%d-%H%M%S-") + std::string(name_of(preset));
    std::string id = base;
    for (int attempt = 2; fs::exists(models / id); ++attempt)
        id = base + "-" + std::to_string(attempt);
    return id;
}

/// As `sha256sum` writes it, so that `sha256sum -c manifest.sha256` checks it.
std::string manifest_sum_line(const std::string& sha256) {
    return sha256 + "  " + std::string(kManifestFile) + "\n";
}

std::optional<std::string> find_inconsistency(const ModelWeights& weights,
                                              const EncoderConfig& encoders) {
    return deep_learning::find_inconsistency(weights, UserFeatureEncoder(encoders).size(),
                                             MovieFeatureEncoder(encoders).size());
}

std::optional<std::string> find_inconsistency(const retrieval::CandidateArtefacts& candidates,
                                              const ModelWeights& weights) {
    const std::size_t movies = weights.movie_ids.size();
    const auto known = [&](std::uint32_t movie) { return movie < movies; };
    if (candidates.users.size() != candidates.user_likes.rows())
        return "the candidates' index of users and their lists of likes differ in length";
    if (candidates.movies.size() != movies)
        return "the candidates' index does not hold every movie of the model";
    if (candidates.co_liked.rows() != movies)
        return "the lists of movies liked together are not one a movie";
    if (!std::ranges::all_of(candidates.user_likes.movie, known) ||
        !std::ranges::all_of(candidates.co_liked.movie, known))
        return "the candidates' lists name movies beyond the model's";
    for (const auto* index : {&candidates.users, &candidates.movies})
        if (index->size() != 0 && index->dimension() != weights.tower_width())
            return "a candidates' index is not of tower outputs";
    return std::nullopt;
}

void require_writable(const ModelWeights& weights, const Manifest& manifest,
                      const retrieval::CandidateArtefacts& candidates) {
    std::optional<std::string> fault = find_inconsistency(weights, manifest.encoders);
    if (!fault) fault = find_inconsistency(candidates, weights);
    if (!fault && !is_model_id(manifest.id))
        fault = "\"" + manifest.id + "\" cannot be a model's id (A-Z a-z 0-9 . _ -, at most 100)";
    if (fault) throw domain::InvalidInput("This model cannot be written: " + *fault + ".");
}

FileSum write_index(const retrieval::HnswIndex& index, const fs::path& file) {
    index.save(file);
    sync_to_disk(file);
    const std::vector<std::byte> bytes = read_whole_file(file, fs::file_size(file));
    return {bytes.size(), sha256_of(bytes)};
}

void write_files(const ModelWeights& weights, Manifest& manifest,
                 const retrieval::CandidateArtefacts& candidates, const fs::path& folder) {
    TensorFileWriter weights_file;
    add_tensors(weights, weights_file);
    manifest.files[std::string(kWeightsFile)] = weights_file.write(folder / kWeightsFile);
    TensorFileWriter lists_file;
    add_tensors(candidates, lists_file);
    manifest.files[std::string(kCandidatesFile)] = lists_file.write(folder / kCandidatesFile);
    if (candidates.users.size() != 0)
        manifest.files[std::string(kUserIndexFile)] =
            write_index(candidates.users, folder / kUserIndexFile);
    if (candidates.movies.size() != 0)
        manifest.files[std::string(kMovieIndexFile)] =
            write_index(candidates.movies, folder / kMovieIndexFile);

    DurableFile manifest_file(folder / kManifestFile);
    manifest_file.write(to_json(manifest));
    const FileSum sum = manifest_file.close();
    DurableFile sum_file(folder / kManifestSumFile);
    sum_file.write(manifest_sum_line(sum.sha256));
    sum_file.close();
}

/// The file's bytes, of the size and sum that the manifest gives.
std::vector<std::byte> read_verified(const fs::path& folder, std::string_view name,
                                     const Manifest& manifest) {
    const fs::path file = folder / name;
    const auto entry = manifest.files.find(std::string(name));
    if (entry == manifest.files.end())
        refuse_damaged(folder / kManifestFile, "it does not list " + std::string(name));
    std::error_code error;
    const std::uint64_t size = fs::file_size(file, error);
    if (error) refuse_damaged(file, "it is missing or cannot be read");
    if (size != entry->second.bytes)
        refuse_damaged(file, "it has " + std::to_string(size) + " bytes, the manifest says " +
                                 std::to_string(entry->second.bytes));
    std::vector<std::byte> bytes = read_whole_file(file, size);
    if (sha256_of(bytes) != entry->second.sha256)
        refuse_damaged(file, "its content is not what was written (the SHA-256 sum differs)");
    return bytes;
}

retrieval::HnswIndex read_index(const fs::path& folder, std::string_view name,
                                std::size_t dimension, std::size_t vectors,
                                const Manifest& manifest) {
    if (vectors == 0) return {};
    read_verified(folder, name, manifest);
    return retrieval::HnswIndex::load(folder / name, dimension, vectors);
}

std::string as_text(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool is_model_id(std::string_view id) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return !id.empty() && id.size() <= kLongestId && id.front() != '.' &&
           std::ranges::all_of(id, allowed) && id != "current";
}

fs::path write_model(const ModelWeights& weights, Manifest manifest,
                     const retrieval::CandidateArtefacts& candidates, const fs::path& models) {
    std::error_code error;
    fs::create_directories(models, error);
    if (error)
        throw domain::Unavailable(
            "Cannot make the folder of models " + models.string() + ": " + error.message() +
            ". Check the free space and the permissions of the folder above.");
    if (manifest.id.empty()) manifest.id = new_model_id(manifest.options.preset, models);
    if (manifest.created_at.empty()) manifest.created_at = utc_time("%Y-%m-%dT%H:%M:%SZ");
    if (manifest.code_version.empty()) manifest.code_version = NEUREC_VERSION;
    manifest.files.clear();
    require_writable(weights, manifest, candidates);

    PartialFolder partial(models, manifest.id);
    write_files(weights, manifest, candidates, partial.path());
    return partial.publish();
}

Manifest read_manifest(const fs::path& folder) {
    const fs::path file = folder / kManifestFile;
    const std::vector<std::byte> bytes = read_whole_file(file, kLargestManifest);
    // The format comes first: a newer one may keep its sums elsewhere.
    Manifest manifest = parse_manifest(as_text(bytes), file);
    const std::string expected = manifest_sum_line(sha256_of(bytes));
    if (as_text(read_whole_file(folder / kManifestSumFile, kLargestSumFile)) != expected)
        refuse_damaged(file, "its content is not what was written (" +
                                 std::string(kManifestSumFile) + " differs)");
    return manifest;
}

LoadedModel read_model(const fs::path& folder) {
    LoadedModel model;
    model.manifest = read_manifest(folder);
    model.weights = weights_from(
        TensorFile(read_verified(folder, kWeightsFile, model.manifest), folder / kWeightsFile));
    if (const auto fault = find_inconsistency(model.weights, model.manifest.encoders))
        refuse_damaged(folder / kWeightsFile, *fault);

    const std::size_t movies = model.weights.movie_ids.size();
    retrieval::CandidateArtefacts& candidates = model.candidates;
    read_lists(TensorFile(read_verified(folder, kCandidatesFile, model.manifest),
                          folder / kCandidatesFile),
               movies, candidates);
    const std::size_t width = model.weights.tower_width();
    candidates.users =
        read_index(folder, kUserIndexFile, width, candidates.user_likes.rows(), model.manifest);
    candidates.movies = read_index(folder, kMovieIndexFile, width, movies, model.manifest);
    return model;
}

}  // namespace neurec::infrastructure::deep_learning
