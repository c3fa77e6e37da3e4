#include "application/services/model_provider.hpp"

#include <exception>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// Refreshes come about twice a second; verifying a large model every time would burn a core.
constexpr int kRefreshesBetweenRetries = 30;

}  // namespace

ModelProvider::ModelProvider(domain::ModelStore& store, domain::MovieRepository& movies,
                             domain::Logger& logger)
    : store_(store), movies_(movies), logger_(logger) {}

std::shared_ptr<const ServedModel> ModelProvider::current() const {
    const std::lock_guard lock(state_mutex_);
    return current_;
}

std::shared_ptr<const ServedModel> ModelProvider::require() const {
    if (auto model = current()) return model;
    throw domain::Unavailable(
        "No model is loaded yet. Train one with `neurec train`; it is taken up by itself.");
}

ModelState ModelProvider::state() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
}

void ModelProvider::refresh() {
    follow_active_model(false);
}
void ModelProvider::reload() {
    follow_active_model(true);
}

void ModelProvider::follow_active_model(bool anew) {
    const std::lock_guard one_at_a_time(refreshing_);
    try {
        const std::optional<std::string> active = store_.active();
        if (!active) {
            if (!state().served.empty())
                remember_problem(
                    "no model is active any more; activate one with `neurec model activate`");
            return;
        }
        if (anew) catalogue_version_.reset();
        const std::optional<std::uint64_t> stored = stored_catalogue_version();
        if (!stored) return;
        if (*active == state().served && stored == catalogue_version_) {
            remember_problem({});
            return;
        }
        if (!anew && *active == refused_ && --refreshes_until_retry_ > 0) return;
        load(*active, *stored);
    } catch (const std::exception& error) {
        remember_problem(error.what());
    }
}

/// Nothing where the database is away, which is for others to report: it says nothing of the model.
std::optional<std::uint64_t> ModelProvider::stored_catalogue_version() {
    try {
        return movies_.catalogue_version();
    } catch (const domain::Unavailable&) {
        return std::nullopt;
    }
}

void ModelProvider::load(const std::string& id, std::uint64_t catalogue_version) {
    // Read after the version: what changes in between is read once more.
    std::vector<domain::Movie> catalogue = movies_.all();
    refused_ = id;  // until it has turned out well
    refreshes_until_retry_ = kRefreshesBetweenRetries;
    auto model = std::make_shared<const ServedModel>(store_.load(id, std::move(catalogue)));
    const std::size_t movies = model->ranking->movies().size();
    refused_.clear();
    catalogue_version_ = catalogue_version;
    {
        const std::lock_guard lock(state_mutex_);
        std::swap(current_,
                  model);  // the former model, if this was its last holder, goes outside the lock
        state_ = {.served = id,
                  .problem = {},
                  .generation = state_.generation + 1,
                  .loaded_at = std::chrono::steady_clock::now()};
    }
    logger_.write(domain::LogLevel::info, "model loaded",
                  {{"model", std::string_view(id)}, {"movies", static_cast<std::int64_t>(movies)}});
}

void ModelProvider::remember_problem(const std::string& problem) {
    {
        const std::lock_guard lock(state_mutex_);
        if (state_.problem == problem) return;
        state_.problem = problem;
    }
    if (!problem.empty())
        logger_.write(domain::LogLevel::error, "model not taken up",
                      {{"problem", std::string_view(problem)}});
}

}  // namespace neurec::application
