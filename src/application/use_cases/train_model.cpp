#include "application/use_cases/train_model.hpp"

#include <string>

#include "domain/errors.hpp"

namespace neurec::application {

TrainModel::TrainModel(domain::DatasetStore& store, domain::ModelTrainer& trainer,
                       domain::ModelStore& models, domain::ProgressReporter& progress,
                       const domain::StopToken& stop)
    : store_(store), trainer_(trainer), models_(models), progress_(progress), stop_(stop) {}

TrainModelResult TrainModel::execute(const TrainModelRequest& request) {
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
    TrainModelResult result;
    result.users = data.users().size();
    result.movies = data.movies().size();
    result.ratings = data.rating_count();
    result.report = trainer_.train(data, request.options, models_.folder(), progress_, stop_);
    if (request.activate) {
        models_.activate(result.report.model_id);
        result.activated = true;
    }
    return result;
}

}  // namespace neurec::application
