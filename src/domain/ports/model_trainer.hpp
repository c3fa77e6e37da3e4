#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::domain {

/// Which network is trained, and how. Every part of the default preset can be switched off, for
/// ablations.
enum class ModelPreset : std::uint8_t {
    history,  ///< the default: rating history in the user tower, dot and linear paths beside the
              ///< fusion head
    seed,     ///< the original: demographics against content, fusion head alone, negative sampling
};

struct TrainingOptions {
    ModelPreset preset = ModelPreset::history;
    std::uint64_t seed = 42;
    std::optional<int> epochs;      ///< nothing: the preset's own number
    std::optional<int> batch_size;  ///< users (history) or samples (seed) a step
    std::optional<double> learning_rate;
    std::optional<int> patience;  ///< validations without a better metric before training stops;
                                  ///< nothing: the preset's own number
    int threads = 0;              ///< at most; 0: what the trainer finds best
    std::string device = "cpu";   ///< "cpu", "cuda" or "cuda:N"
    bool resume = false;          ///< go on from the last checkpoint where there is one
    std::map<std::string, bool> parts;  ///< switches by name: "history", "movie_vector", "content",
                                        ///< "dot_path", "fusion_head", "item_item",
                                        ///< "dense_item_item", "recency", "demographic_path",
                                        ///< "content_prior", "few_shot", "calibration"; absent: on
};

/// One pass over the training data, as the report shows it.
struct EpochReport {
    int epoch = 0;  ///< 1-based
    double loss = 0;
    double validation_metric =
        0;  ///< NDCG@10 on the validation users, averaged over numbers of revealed ratings
    double samples_per_second = 0;
    double seconds = 0;
};

struct TrainingReport {
    std::string model_id;  ///< name of the published folder below models/; empty in all but the
                           ///< first of several processes that trained together
    std::filesystem::path model_folder;
    std::vector<EpochReport> epochs;
    int best_epoch = 0;
    double best_metric = 0;
    double seconds = 0;
    std::uint64_t samples = 0;
    std::string weights_sha256;  ///< of the trained network: the same in every process
};

/// Trains a model and publishes it. Implemented with LibTorch, in neurec-train alone.
class ModelTrainer {
  public:
    virtual ~ModelTrainer() = default;
    /// Trains on `data` and writes a complete model folder, atomically, to `models`/<id>/. Does not
    /// activate it. Under WORLD_SIZE, RANK, MASTER_ADDR and MASTER_PORT, as torchrun sets them, it
    /// is one of several processes that train one model, which the first publishes. A stop request
    /// ends training after the current step: the checkpoint is written, then Interrupted is thrown.
    /// Too little data to train on, an unknown device, a checkpoint of other data: InvalidInput.
    virtual TrainingReport train(const Dataset& data, const TrainingOptions& options,
                                 const std::filesystem::path& models, ProgressReporter& progress,
                                 const StopToken& stop) = 0;
};

}  // namespace neurec::domain
