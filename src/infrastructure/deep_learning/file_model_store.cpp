#include "infrastructure/deep_learning/file_model_store.hpp"

#include <algorithm>
#include <span>
#include <system_error>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "infrastructure/deep_learning/partial_folder.hpp"
#include "infrastructure/retrieval/hnsw_candidate_index.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

namespace fs = std::filesystem;

constexpr const char* kCurrent = "current";
constexpr std::uint64_t kLargestCurrent = 4096;

std::vector<float> embeddings_of_unknown_movies(const NeuralRankingModel& model) {
    std::vector<float> embeddings;
    for (domain::MovieIndex movie = 0; movie < model.movies().size(); ++movie) {
        if (model.catalogue_map().model_position(movie)) continue;
        embeddings.resize(embeddings.size() + model.tower_width());
        model.movie_embedding(movie, std::span(embeddings).last(model.tower_width()));
    }
    return embeddings;
}

}  // namespace

FileModelStore::FileModelStore(fs::path models) : models_(std::move(models)) {}

bool FileModelStore::has(const std::string& id) const {
    std::error_code error;
    return is_model_id(id) && fs::is_regular_file(models_ / id / kManifestFile, error);
}

void FileModelStore::require(const std::string& id) const {
    if (!has(id))
        throw domain::NotFound("There is no model \"" + id + "\" in " + models_.string() + ".");
}

Manifest FileModelStore::manifest_of(const std::string& id) const {
    require(id);
    try {
        return read_manifest(models_ / id);
    } catch (const domain::Unavailable&) {
        require(id);  // it may have been removed this moment
        throw;
    }
}

std::vector<std::string> FileModelStore::list() const {
    std::vector<std::string> ids;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(models_, error))
        if (const std::string name = entry.path().filename().string(); has(name))
            ids.push_back(name);
    if (error && error != std::errc::no_such_file_or_directory)
        throw domain::Unavailable("Cannot list " + models_.string() + ": " + error.message() + ".");
    std::ranges::sort(ids);
    return ids;
}

std::optional<std::string> FileModelStore::active() const {
    const fs::path file = models_ / kCurrent;
    std::error_code error;
    if (!fs::exists(file, error)) {
        if (error)
            throw domain::Unavailable("Cannot read " + file.string() + ": " + error.message() +
                                      ".");
        return std::nullopt;
    }
    const std::vector<std::byte> bytes = read_whole_file(file, kLargestCurrent);
    std::string id(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    while (id.ends_with('\n'))
        id.pop_back();
    if (!is_model_id(id))
        throw domain::Unavailable(
            file.string() +
            " does not hold a model's id. Activate a model anew: neurec model "
            "activate ID.");
    if (!has(id))
        throw domain::Unavailable(
            file.string() + " names the model \"" + id +
            "\", which is not there. Activate another (neurec model activate ID) or train one "
            "(neurec train).");
    return id;
}

void FileModelStore::activate(const std::string& id) {
    require(id);
    replace_atomically(models_ / kCurrent, id + "\n");
}

void FileModelStore::remove_leftovers() {
    remove_abandoned_folders(models_);
}

std::string FileModelStore::manifest(const std::string& id) const {
    return to_json(manifest_of(id));
}

domain::ModelDescription FileModelStore::describe(const std::string& id) const {
    Manifest manifest = manifest_of(id);
    return {.created_at = std::move(manifest.created_at),
            .users = manifest.data.users,
            .movies = manifest.data.movies,
            .ratings = manifest.data.ratings,
            .options = std::move(manifest.options),
            .report = std::move(manifest.report),
            .metrics = std::move(manifest.metrics)};
}

std::uint64_t FileModelStore::training_data(const std::string& id) const {
    return manifest_of(id).data.fingerprint;
}

domain::ServableModel FileModelStore::load(const std::string& id,
                                           std::vector<domain::Movie> catalogue) const {
    require(id);
    LoadedModel loaded = read_model(models_ / id);
    auto ranking = std::make_shared<const NeuralRankingModel>(
        id, loaded.weights, loaded.manifest.encoders, std::move(catalogue));
    auto candidates = std::make_shared<const retrieval::HnswCandidateIndex>(
        std::move(loaded.candidates),
        std::shared_ptr<const retrieval::CatalogueMap>(ranking, &ranking->catalogue_map()),
        ranking->likes(), embeddings_of_unknown_movies(*ranking));
    return {std::move(ranking), std::move(candidates)};
}

}  // namespace neurec::infrastructure::deep_learning
