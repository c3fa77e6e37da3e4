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
    const std::lock_guard one_at_a_time(refreshing_);
    follow();
}

void ModelProvider::reload() {
    const std::lock_guard one_at_a_time(refreshing_);
    catalogue_version_.reset();
    refusals_.clear();
    follow();
}

void ModelProvider::activate(const std::string& id) {
    const std::lock_guard one_at_a_time(refreshing_);
    const std::uint64_t version = movies_.catalogue_version();
    std::shared_ptr<const ServedModel> model;
    if (id != state().served || version != catalogue_version_) {
        std::vector<domain::Movie> catalogue = movies_.all();
        try {
            model = std::make_shared<const ServedModel>(store_.load(id, std::move(catalogue)));
        } catch (const domain::Unavailable& error) {
            throw domain::Conflict(std::string("The model cannot be served: ") + error.what());
        }
    }
    store_.activate(id);
    if (model) serve(id, version, std::move(model));
    refusals_.erase(id);
    remember_problem({});
}

/// Takes up the active model, and for the one that is served then, which may be an older one, the
/// stored catalogue.
void ModelProvider::follow() {
    const std::optional<std::uint64_t> stored = stored_catalogue_version();
    std::string problem;
    try {
        const std::optional<std::string> active = store_.active();
        const std::string served = state().served;
        if (!active && !served.empty())
            problem = "no model is active any more; activate one with `neurec model activate`";
        if (active && *active != served) problem = take_up(*active, stored);
    } catch (const std::exception& error) {
        problem = error.what();
    }
    const std::string served = state().served;
    if (!served.empty() && stored != catalogue_version_) {
        const std::string of_catalogue = take_up(served, stored);
        if (problem.empty()) problem = of_catalogue;
    }
    remember_problem(problem);
}

/// Nothing where the database is away, which is for others to report: it says nothing of the model.
std::optional<std::uint64_t> ModelProvider::stored_catalogue_version() {
    try {
        return movies_.catalogue_version();
    } catch (const domain::Unavailable&) {
        return std::nullopt;
    }
}

/// Serves this model over the stored catalogue. Gives what is wrong with the model, now or the last
/// time that it was tried; empty: nothing.
std::string ModelProvider::take_up(const std::string& id,
                                   std::optional<std::uint64_t> catalogue_version) {
    const auto refusal = refusals_.find(id);
    const bool was_refused = refusal != refusals_.end();
    const std::string known = was_refused ? refusal->second.problem : "";
    if (was_refused && --refusal->second.refreshes_until_retry > 0) return known;
    if (!catalogue_version) return known;
    std::vector<domain::Movie> catalogue;
    try {
        catalogue = movies_.all();  // after the version: what changes in between is read once more
    } catch (const domain::Unavailable&) {
        return known;
    }
    try {
        serve(id, *catalogue_version,
              std::make_shared<const ServedModel>(store_.load(id, std::move(catalogue))));
        refusals_.erase(id);
        return {};
    } catch (const std::exception& error) {
        refusals_[id] = {.problem = error.what(),
                         .refreshes_until_retry = kRefreshesBetweenRetries};
        return error.what();
    }
}

void ModelProvider::serve(const std::string& id, std::uint64_t catalogue_version,
                          std::shared_ptr<const ServedModel> model) {
    const std::size_t movies = model->ranking->movies().size();
    catalogue_version_ = catalogue_version;
    {
        const std::lock_guard lock(state_mutex_);
        std::swap(current_,
                  model);  // the former model, if this was its last holder, goes outside the lock
        state_.served = id;
        ++state_.generation;
        state_.loaded_at = std::chrono::steady_clock::now();
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
