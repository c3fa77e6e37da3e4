#include "application/use_cases/train_model.hpp"

#include <string>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

TrainingResult result_of(const domain::TrainingReport& report, const domain::Dataset& data) {
    TrainingResult result;
    result.model_id = report.model_id;
    result.model_folder = report.model_folder.string();
    result.users = data.users().size();
    result.movies = data.movies().size();
    result.ratings = data.rating_count();
    for (const domain::EpochReport& each : report.epochs)
        result.epochs.push_back(
            {each.epoch, each.loss, each.validation_metric, each.samples_per_second, each.seconds});
    result.best_epoch = report.best_epoch;
    result.best_ndcg = report.best_metric;
    result.seconds = report.seconds;
    result.samples = report.samples;
    result.weights_sha256 = report.weights_sha256;
    return result;
}

}  // namespace

TrainModel::TrainModel(domain::DatasetStore& store, domain::ModelTrainer& trainer,
                       domain::ModelStore& models, domain::ProgressReporter& progress,
                       const domain::StopToken& stop)
    : store_(store), trainer_(trainer), models_(models), progress_(progress), stop_(stop) {}

TrainingResult TrainModel::execute(const TrainModelRequest& request) {
    progress_.begin("Loading ratings", 0);
    const domain::Dataset data = store_.load();
    if (data.rating_count() == 0)
        throw domain::InvalidInput(
            "The database holds no ratings to train on. Import a data set first: neurec import "
            "PATH.");
    progress_.finish(std::to_string(data.rating_count()) + " ratings by " +
                     std::to_string(data.users().size()) + " users of " +
                     std::to_string(data.movies().size()) + " movies");

    models_.remove_leftovers();
    const domain::TrainingReport report =
        trainer_.train(data, request.options, models_.folder(), progress_, stop_);
    TrainingResult result = result_of(report, data);
    result.activated = request.activate && !report.model_id.empty();
    if (result.activated) models_.activate(report.model_id);
    return result;
}

}  // namespace neurec::application
