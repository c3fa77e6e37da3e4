#include "infrastructure/training/torch_trainer.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/build_candidate_artefacts.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "infrastructure/training/calibration.hpp"
#include "infrastructure/training/catalogue_slice.hpp"
#include "infrastructure/training/checkpoint.hpp"
#include "infrastructure/training/content_prior.hpp"
#include "infrastructure/training/demographic_path.hpp"
#include "infrastructure/training/item_item.hpp"
#include "infrastructure/training/learner.hpp"
#include "infrastructure/training/process_group.hpp"
#include "infrastructure/training/process_memory.hpp"
#include "infrastructure/training/process_threads.hpp"
#include "infrastructure/training/recency_boost.hpp"
#include "infrastructure/training/training_loop.hpp"
#include "infrastructure/training/user_split.hpp"
#include "infrastructure/training/validation.hpp"
#include "infrastructure/training/weight_export.hpp"

namespace neurec::infrastructure::training {

namespace {

using Clock = std::chrono::steady_clock;

struct PresetDefaults {
    int epochs;
    int batch_size;  ///< 0: it depends on the number of users
    double learning_rate;
    int patience;
    std::uint32_t title_buckets;
};

PresetDefaults defaults_of(domain::ModelPreset preset) {
    if (preset == domain::ModelPreset::seed) return {20, 1024, 1e-3, 3, 256};
    return {85, 0, 5e-3, 85, 0};
}

std::string environment_value(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// "cpu", "cuda" or "cuda:N"; "cuda" alone is torchrun's LOCAL_RANK's device, or the first.
torch::Device device_of(const std::string& name) {
    if (name == "cpu") return torch::kCPU;
    std::string index =
        name.starts_with("cuda:") ? name.substr(5) : environment_value("LOCAL_RANK");
    if (index.empty()) index = "0";
    const bool is_number = index.size() <= 3 && index.find_first_not_of("0123456789") == index.npos;
    if ((name != "cuda" && !name.starts_with("cuda:")) || !is_number)
        throw domain::InvalidInput("There is no device \"" + name +
                                   "\"; train on \"cpu\", \"cuda\" or \"cuda:N\".");
    if (!torch::cuda::is_available())
        throw domain::InvalidInput(
            "CUDA was asked for, but this machine has no CUDA device or this LibTorch is built "
            "without CUDA (Debian's is). Train with --device cpu.");
    const int number = std::stoi(index);
    if (number >= static_cast<int>(torch::cuda::device_count()))
        throw domain::InvalidInput("There is no CUDA device " + index + " here, only 0 to " +
                                   std::to_string(torch::cuda::device_count() - 1) + ".");
    return {torch::kCUDA, static_cast<torch::DeviceIndex>(number)};
}

void require_positive(const char* what, double value) {
    if (!(value > 0))
        throw domain::InvalidInput(std::string("The ") + what + " must be more than 0.");
}

/// The history preset's users a step: a sixteenth of them, so that a small data set is learned in
/// as many steps as a large one, but no more than a matrix of their logits is comfortable with.
int users_a_step(std::size_t training_users) {
    constexpr std::size_t kFewest = 32;
    constexpr std::size_t kMost = 256;
    return static_cast<int>(std::clamp(training_users / 16, kFewest, kMost));
}

/// Each process' share of a step is what its BatchNorm sees: it takes a few.
TrainingPlan with_processes(TrainingPlan plan, ProcessGroup& processes) {
    constexpr int kFewestAShare = 8;
    const int size = processes.process().size;
    if (size > 1 && plan.batch_size / size < kFewestAShare)
        throw domain::InvalidInput("A step of " + std::to_string(plan.batch_size) +
                                   " is too small for " + std::to_string(size) +
                                   " processes: use fewer, or a larger --batch-size (" +
                                   std::to_string(kFewestAShare) + " a process at least).");
    plan.processes = &processes;
    return plan;
}

TrainingPlan plan_of(const domain::TrainingOptions& options, std::size_t training_users,
                     torch::Device device, ProcessGroup& processes) {
    const PresetDefaults defaults = defaults_of(options.preset);
    TrainingPlan plan;
    plan.preset = options.preset;
    plan.parts = parts_of(options.preset, options.parts);
    plan.seed = options.seed;
    plan.epochs = options.epochs.value_or(defaults.epochs);
    plan.batch_size = options.batch_size.value_or(
        defaults.batch_size > 0 ? defaults.batch_size : users_a_step(training_users));
    plan.learning_rate = options.learning_rate.value_or(defaults.learning_rate);
    plan.patience = options.patience.value_or(defaults.patience);
    plan.device = device;
    require_positive("number of epochs", plan.epochs);
    require_positive("batch size", plan.batch_size);
    require_positive("learning rate", plan.learning_rate);
    require_positive("patience", plan.patience);
    return with_processes(plan, processes);
}

deep_learning::EncoderConfig encoders_for(const TrainingPlan& plan, const domain::Dataset& data) {
    if (!plan.parts.content) {
        deep_learning::EncoderConfig config;
        config.history_statistics = plan.parts.history;
        return config;
    }
    return deep_learning::encoder_config_for(data.movies(), plan.parts.history,
                                             defaults_of(plan.preset).title_buckets);
}

/// Everything that the weights depend on, but for the machine and its number of threads.
std::string identity_of(const TrainingPlan& plan, std::uint64_t fingerprint) {
    std::string text = "preset=" + std::string(deep_learning::name_of(plan.preset)) +
                       " seed=" + std::to_string(plan.seed) +
                       " epochs=" + std::to_string(plan.epochs) +
                       " batch=" + std::to_string(plan.batch_size) +
                       " learning_rate=" + std::to_string(plan.learning_rate) +
                       " patience=" + std::to_string(plan.patience);
    for (const auto& [part, on] : switches_of(plan.parts))
        text += " " + part + "=" + (on ? "on" : "off");
    if (!plan.processes->process().is_alone())
        text += " processes=" + std::to_string(plan.processes->process().size);
    return text + " data=" + std::to_string(fingerprint);
}

std::unique_ptr<Learner> make_learner(const TrainingPlan& plan, const domain::Dataset& training,
                                      const deep_learning::EncoderConfig& encoders) {
    return plan.preset == domain::ModelPreset::seed
               ? make_seed_learner(plan, training, encoders)
               : make_history_learner(plan, training, encoders);
}

/// One training from data to published folder.
class TrainingRun {
  public:
    TrainingRun(const domain::Dataset& data, const domain::TrainingOptions& options,
                torch::Device device, ProcessGroup& processes, domain::ProgressReporter& progress);

    domain::TrainingReport execute(const std::filesystem::path& models,
                                   const domain::StopToken& stop);

  private:
    /// The weights that the network has now, with the linear paths.
    [[nodiscard]] deep_learning::ModelWeights weights_now() const;
    [[nodiscard]] deep_learning::NeuralRankingModel engine_for(
        const deep_learning::ModelWeights& weights) const;
    void learn_linear_paths();
    void learn_item_item_path();
    void calibrate_weights(deep_learning::ModelWeights& weights) const;
    [[nodiscard]] domain::TrainingReport report_of(const RunState& state) const;
    /// Writes the model folder, and its name into `report`.
    void publish(domain::TrainingReport& report, const std::filesystem::path& models);

    const domain::Dataset& data_;
    domain::TrainingOptions options_;
    domain::ProgressReporter& progress_;
    Clock::time_point begun_ = Clock::now();
    UserSplit split_;
    TrainingPlan plan_;
    std::uint64_t fingerprint_;
    domain::Dataset training_;
    deep_learning::EncoderConfig encoders_;
    Validation validation_;
    std::unique_ptr<Learner> learner_;
    std::optional<deep_learning::ItemItemPath> item_item_;
    std::optional<deep_learning::Recency> recency_;
    std::optional<deep_learning::DemographicPath> demographic_path_;
};

TrainingRun::TrainingRun(const domain::Dataset& data, const domain::TrainingOptions& options,
                         torch::Device device, ProcessGroup& processes,
                         domain::ProgressReporter& progress)
    : data_(data),
      options_(options),
      progress_(progress),
      split_(split_users(data, options.seed)),
      plan_(plan_of(options, split_.training.size(), device, processes)),
      fingerprint_(data.fingerprint()),
      training_(data.with_users(split_.training)),
      encoders_(encoders_for(plan_, data)),
      validation_(data, split_.validation, training_.ratings_per_movie(), options.seed),
      learner_(make_learner(plan_, training_, encoders_)) {}

domain::TrainingReport TrainingRun::execute(const std::filesystem::path& models,
                                            const domain::StopToken& stop) {
    const Checkpoint checkpoint(models, identity_of(plan_, fingerprint_));
    RunState state;
    if (options_.resume) checkpoint.read(state, learner_->trained());
    const bool is_first = plan_.processes->process().is_first();
    if (is_first) learn_linear_paths();
    TrainingLoop::Metric metric;
    if (!validation_.empty())
        metric = [this] {
            const TrainedNetwork::Served served(learner_->trained());
            return validation_.mean_ndcg(engine_for(weights_now()),
                                         static_cast<unsigned>(options_.threads));
        };
    state =
        TrainingLoop(plan_, *learner_, metric, checkpoint, progress_, stop).run(std::move(state));
    learner_->trained().recall_best();
    const std::string weights = learner_->trained().checksum();
    plan_.processes->require_same(weights);
    domain::TrainingReport report = report_of(state);
    if (is_first) {
        publish(report, models);
        checkpoint.remove();
    }
    report.weights_sha256 = weights;
    return report;
}

domain::TrainingReport TrainingRun::report_of(const RunState& state) const {
    domain::TrainingReport report;
    report.epochs = state.epochs;
    report.best_epoch = state.best_epoch;
    report.best_metric = state.best_metric;
    report.samples = state.samples;
    report.seconds = std::chrono::duration<double>(Clock::now() - begun_).count();
    return report;
}

void TrainingRun::learn_linear_paths() {
    if (plan_.parts.item_item) learn_item_item_path();
    if (plan_.parts.recency) recency_ = learn_recency(training_, *item_item_, RecencySettings{});
    if (plan_.parts.demographic_path)
        demographic_path_ = learn_demographic_path(training_, DemographicPathSettings{});
}

void TrainingRun::learn_item_item_path() {
    progress_.begin("Item-item path", 0);
    ItemItemSettings settings;
    if (!plan_.parts.dense_item_item) settings.dense_up_to = 0;
    item_item_ = learn_item_item(training_, settings);
    progress_.finish(
        std::to_string(item_item_->movie.size()) + " coefficients" +
        (training_.movies().size() > settings.dense_up_to ? ", from neighbours alone" : ""));
}

deep_learning::ModelWeights TrainingRun::weights_now() const {
    deep_learning::ModelWeights weights = export_weights(learner_->trained().network(), training_);
    weights.item_item_path = item_item_;
    weights.recency = recency_;
    weights.demographic_path = demographic_path_;
    weights.calibration = kUncalibrated;
    return weights;
}

deep_learning::NeuralRankingModel TrainingRun::engine_for(
    const deep_learning::ModelWeights& weights) const {
    return {"in-training", weights, encoders_, data_.movies()};
}

void TrainingRun::calibrate_weights(deep_learning::ModelWeights& weights) const {
    std::size_t likes = 0;
    for (const float value : training_.all_ratings().values)
        likes += domain::is_liked(value) ? 1 : 0;
    const double pairs =
        static_cast<double>(training_.users().size()) * static_cast<double>(data_.movies().size());
    weights.calibration =
        calibrate(engine_for(weights), validation_, static_cast<double>(likes) / pairs,
                  plan_.parts.calibration ? CurveFit::by_ratings : CurveFit::none);
}

void TrainingRun::publish(domain::TrainingReport& report, const std::filesystem::path& models) {
    progress_.begin("Publishing the model", 0);
    deep_learning::ModelWeights weights = weights_now();
    if (plan_.parts.content_prior) learn_content_prior(weights, encoders_, training_);
    calibrate_weights(weights);

    report.seconds = std::chrono::duration<double>(Clock::now() - begun_).count();

    deep_learning::Manifest manifest;
    manifest.encoders = encoders_;
    manifest.data = {fingerprint_, data_.users().size(), data_.movies().size(),
                     data_.rating_count()};
    if (!validation_.empty()) manifest.metrics["validation_ndcg@10"] = report.best_metric;
    manifest.options = options_;
    manifest.options.epochs = plan_.epochs;
    manifest.options.batch_size = plan_.batch_size;
    manifest.options.learning_rate = plan_.learning_rate;
    manifest.options.patience = plan_.patience;
    manifest.options.parts = switches_of(plan_.parts);
    manifest.report = report;
    const retrieval::CandidateArtefacts artefacts =
        deep_learning::build_candidate_artefacts(weights, encoders_, training_);
    report.model_folder = deep_learning::write_model(weights, manifest, artefacts, models);
    report.model_id = report.model_folder.filename().string();
    progress_.finish(report.model_folder.string());
}

/// Of several processes, the first alone tells how far they are.
class Silence : public domain::ProgressReporter {
  public:
    void begin(std::string_view /*stage*/, std::uint64_t /*total*/) override {}
    void update(std::uint64_t /*done*/, std::string_view /*detail*/) override {}
    void finish(std::string_view /*summary*/) override {}
};

class TorchTrainer : public domain::ModelTrainer {
  public:
    domain::TrainingReport train(const domain::Dataset& data,
                                 const domain::TrainingOptions& options,
                                 const std::filesystem::path& models,
                                 domain::ProgressReporter& progress,
                                 const domain::StopToken& stop) override {
        use_threads(options.threads);
        if (data.movies().size() > CatalogueSlice::kFullUpTo) keep_freed_memory();
        const torch::Device device = device_of(options.device);
        ProcessGroup processes(process_rank_from(environment_value), device);
        Silence silence;
        return TrainingRun(data, options, device, processes,
                           processes.process().is_first() ? progress : silence)
            .execute(models, stop);
    }
};

}  // namespace

std::unique_ptr<domain::ModelTrainer> make_torch_trainer() {
    return std::make_unique<TorchTrainer>();
}

}  // namespace neurec::infrastructure::training
