#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "application/dtos/evaluation_report.hpp"
#include "application/services/evaluation_methods.hpp"
#include "application/services/evaluation_split.hpp"
#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/leave_one_out_source.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/model_trainer.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::application {

struct EvaluateModelRequest {
    EvaluationProtocol protocol = EvaluationProtocol::new_users;
    std::uint64_t seed = 1;  ///< of the first run: holdout, revealed ratings, bootstrap, training
    int seeds = 1;           ///< runs; each next one has the next seed
    /// Above 0, below 1. new-users: of the users, by default 0.2; new-movies: of the movies, 0.1;
    /// time: of the ratings, 0.2. The other protocols have shares of their own.
    std::optional<double> holdout_share;
    std::vector<int> revealed = {0, 1, 3, 5, 10, 20};  ///< new-users: each 0 or more
    /// new-users: the model is also measured re-ordered with each of these, 0..1.
    std::vector<double> diversity;
    std::vector<std::string> methods;  ///< names (evaluation_methods.hpp); empty: all
    domain::TrainingOptions training;  ///< its seed is replaced by the run's
    std::size_t bootstrap_resamples = 1000;
    unsigned threads = 0;  ///< that rank; 0: one a core
    /// Where models trained here are written; whoever asks removes the folder or keeps it.
    std::filesystem::path models_folder;
    /// A model that an earlier evaluation with the same seed kept, measured instead of a newly
    /// trained one.
    std::optional<std::filesystem::path> kept_model;
};

/// Where the use case gets trained models from; `trainer` may be absent where no model is trained.
struct ModelAccess {
    domain::ModelTrainer* trainer = nullptr;
    std::function<std::unique_ptr<domain::ModelStore>(const std::filesystem::path& folder)> open;
};

/// Measures the model and what it has to beat on one protocol: cuts the data, trains or fits each
/// method on the training part alone, ranks, and reports. The model is loaded and scored as it is
/// served. Everything but the durations follows from the data and the seeds.
class EvaluateModel {
  public:
    /// The ports must outlive the use case.
    EvaluateModel(const domain::BaselineFitter& baselines,
                  const domain::LeaveOneOutSource& published_split, ModelAccess models,
                  domain::ProgressReporter& progress, const domain::StopToken& stop);

    /// InvalidInput for requests that do not fit (unknown methods, no ratings, a share outside
    /// 0..1, a kept model that was trained on anything but this run's training part, which would be
    /// measured on what it has learned by heart); Interrupted after a stop request; and what the
    /// ports throw.
    [[nodiscard]] EvaluationReport execute(const domain::Dataset& all,
                                           const EvaluateModelRequest& request);

  private:
    [[nodiscard]] EvaluationSplit split(const domain::Dataset& data,
                                        const EvaluateModelRequest& request,
                                        std::uint64_t seed) const;
    [[nodiscard]] SeedResult run(const domain::Dataset& data, const EvaluateModelRequest& request,
                                 std::uint64_t seed);
    [[nodiscard]] MethodResult measure(const EvaluationMethod& method, const EvaluationSplit& split,
                                       const EvaluateModelRequest& request, std::uint64_t seed);
    /// One result for each way to choose what newcomers are shown, all with the same model.
    [[nodiscard]] std::vector<MethodResult> measure_onboarding(const domain::Dataset& data,
                                                               const EvaluationMethod& method,
                                                               const EvaluationSplit& split,
                                                               const EvaluateModelRequest& request,
                                                               std::uint64_t seed);
    /// One result for each diversity that is asked for, all with the same model.
    [[nodiscard]] std::vector<MethodResult> measure_diversity(const EvaluationMethod& method,
                                                              const EvaluationSplit& split,
                                                              const EvaluateModelRequest& request,
                                                              std::uint64_t seed);
    /// Appends what the scorer reaches in each setting to `result`.
    void rank(const domain::Scorer& scorer, const RankedCatalogue& catalogue,
              std::span<const EvaluationSetting> settings, const EvaluateModelRequest& request,
              std::uint64_t seed, MethodResult& result);
    [[nodiscard]] std::unique_ptr<domain::Scorer> fitted(const EvaluationMethod& method,
                                                         const EvaluationSplit& split,
                                                         const EvaluateModelRequest& request,
                                                         std::uint64_t seed);
    [[nodiscard]] std::unique_ptr<domain::Scorer> trained_model(const EvaluationSplit& split,
                                                                const EvaluateModelRequest& request,
                                                                std::uint64_t seed);
    [[nodiscard]] std::unique_ptr<domain::Scorer> kept_model(
        const EvaluationSplit& split, const std::filesystem::path& folder) const;

    const domain::BaselineFitter& baselines_;
    const domain::LeaveOneOutSource& published_split_;
    ModelAccess models_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
};

}  // namespace neurec::application
