#include "application/use_cases/manage_models.hpp"

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] std::string preset_name(domain::ModelPreset preset) {
    return preset == domain::ModelPreset::seed ? "seed" : "history";
}

void describe(ModelPublic& model, const domain::ModelDescription& description) {
    model.created_at = description.created_at;
    model.preset = preset_name(description.options.preset);
    model.data = {description.users, description.movies, description.ratings};
    model.metrics = description.metrics;
    model.best_epoch = description.report.best_epoch;
    model.training_seconds = description.report.seconds;
    for (const domain::EpochReport& each : description.report.epochs)
        model.epochs.push_back(
            {each.epoch, each.loss, each.validation_metric, each.samples_per_second, each.seconds});
}

}  // namespace

ModelList ManageModels::list() const {
    ModelList list;
    for (const std::string& id : store_.list()) {
        try {
            list.models.push_back(look_at(id));
        } catch (const domain::NotFound&) {  // NOLINT(bugprone-empty-catch)
            // It was removed since the list was made.
        }
    }
    return list;
}

ModelPublic ManageModels::activate(const std::string& id) {
    provider_.activate(id);
    return look_at(id);
}

ModelPublic ManageModels::look_at(const std::string& id) const {
    ModelPublic model;
    model.id = id;
    model.active = active() == id;
    model.served = provider_.state().served == id;
    try {
        describe(model, store_.describe(id));
    } catch (const domain::Unavailable& error) {
        model.problem = error.what();
    }
    return model;
}

std::optional<std::string> ManageModels::active() const {
    try {
        return store_.active();
    } catch (const domain::Unavailable&) {
        return std::nullopt;  // `current` is damaged: no model is active
    }
}

}  // namespace neurec::application
