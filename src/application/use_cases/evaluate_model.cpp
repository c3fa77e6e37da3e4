#include "application/use_cases/evaluate_model.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "application/services/bootstrap.hpp"
#include "application/services/diversified_scorer.hpp"
#include "application/services/holdout.hpp"
#include "application/services/model_scorer.hpp"
#include "application/services/most_shown_split.hpp"
#include "application/services/new_movies_split.hpp"
#include "application/services/onboarding_runs.hpp"
#include "application/services/ranking_metrics.hpp"
#include "application/services/time_split.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kHeldOutUsers = 0.2;
constexpr double kHeldOutMovies = 0.1;
constexpr double kHeldOutTime = 0.2;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

bool asks_for_model(const EvaluateModelRequest& request) {
    return request.methods.empty() ||
           std::ranges::find(request.methods, kModelMethod) != request.methods.end();
}

void check(const EvaluateModelRequest& request, const domain::Dataset& data) {
    if (data.rating_count() == 0)
        throw domain::InvalidInput(
            "There are no ratings to evaluate on. Import a data set first: neurec import PATH.");
    if (request.seeds < 1) throw domain::InvalidInput("An evaluation needs at least one seed.");
    if (request.holdout_share && !(*request.holdout_share > 0 && *request.holdout_share < 1))
        throw domain::InvalidInput(
            "The share to hold out must lie between 0 and 1, for example 0.2.");
    if (request.bootstrap_resamples < 1)
        throw domain::InvalidInput("The bootstrap needs at least one resample.");
    if (request.revealed.empty() ||
        std::ranges::any_of(request.revealed, [](int k) { return k < 0; }))
        throw domain::InvalidInput(
            "Name the numbers of revealed ratings, each 0 or more, for example 0,5,20.");
    if (!request.diversity.empty() &&
        (request.protocol != EvaluationProtocol::new_users || !asks_for_model(request)))
        throw domain::InvalidInput(
            "Diversity re-orders the model's lists on the protocol new-users; leave it out "
            "elsewhere.");
    if (std::ranges::any_of(request.diversity, [](double d) { return !(d >= 0 && d <= 1); }))
        throw domain::InvalidInput("A diversity lies between 0 and 1, for example 0.3.");
    if (request.kept_model && request.seeds > 1)
        throw domain::InvalidInput(
            "A kept model belongs to one seed's training part; leave out either it or the further "
            "seeds.");
    if (request.kept_model && !asks_for_model(request))
        throw domain::InvalidInput("A kept model is given, but the methods leave the model out.");
}

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    const std::string text(digits.data(), end);
    return std::string(digits.size() - text.size(), '0') + text;
}

RankingResult result_of(const EvaluationSetting& setting, const RankingOutcome& outcome,
                        const RankedCatalogue& catalogue, std::size_t resamples,
                        std::uint64_t seed) {
    RankingResult result;
    result.setting = setting.name;
    result.revealed = setting.revealed;
    result.users = setting.tasks.size();
    result.ndcg_at_10 = bootstrap_mean(outcome.ndcg_at_10, resamples, seed);
    result.hit_rate_at_10 = bootstrap_mean(outcome.hit_rate_at_10, resamples, seed);
    result.recall_at_20 = bootstrap_mean(outcome.recall_at_20, resamples, seed);
    result.beyond_accuracy = describe_lists(outcome.top_10, catalogue);
    result.calibration = outcome.calibration;
    result.calibration_top_10 = outcome.calibration_top_10;
    return result;
}

/// The same tasks ranked against their negatives alone, as the NCF paper does.
RankingResult sampled_result_of(const RankingOutcome& outcome, std::size_t negatives,
                                std::size_t resamples, std::uint64_t seed) {
    std::vector<double> ndcg;
    std::vector<double> hit_rate;
    for (const std::size_t rank : outcome.sampled_rank) {
        const RankingMetrics metrics = metrics_of_ranks(std::array{rank}, 1);
        ndcg.push_back(metrics.ndcg_at_10);
        hit_rate.push_back(metrics.hit_rate_at_10);
    }
    RankingResult result;
    result.setting = std::to_string(negatives) + " negatives";
    result.users = outcome.sampled_rank.size();
    result.ndcg_at_10 = bootstrap_mean(ndcg, resamples, seed);
    result.hit_rate_at_10 = bootstrap_mean(hit_rate, resamples, seed);
    return result;
}

std::size_t most_negatives(const EvaluationSetting& setting) {
    std::size_t most = 0;
    for (const RankingTask& task : setting.tasks)
        most = std::max(most, task.negatives.size());
    return most;
}

/// Each figure of one method and setting, over all seeds.
SeedSummary summary_of(const std::vector<SeedResult>& seeds, std::size_t method,
                       std::size_t setting) {
    std::vector<double> ndcg;
    std::vector<double> hit_rate;
    std::vector<double> recall;
    for (const SeedResult& seed : seeds) {
        const RankingResult& result = seed.methods[method].settings[setting];
        ndcg.push_back(result.ndcg_at_10.mean);
        hit_rate.push_back(result.hit_rate_at_10.mean);
        if (result.recall_at_20) recall.push_back(result.recall_at_20->mean);
    }
    const MethodResult& first = seeds.front().methods[method];
    SeedSummary summary{
        first.method, first.settings[setting].setting, spread_of(ndcg), spread_of(hit_rate), {}};
    if (!recall.empty()) summary.recall_at_20 = spread_of(recall);
    return summary;
}

std::vector<SeedSummary> summary_of(const std::vector<SeedResult>& seeds) {
    std::vector<SeedSummary> summary;
    const auto& methods = seeds.front().methods;
    for (std::size_t method = 0; method < methods.size(); ++method)
        for (std::size_t setting = 0; setting < methods[method].settings.size(); ++setting)
            summary.push_back(summary_of(seeds, method, setting));
    return summary;
}

/// Without the users who rated nothing: an account more must not draw other users into the holdout.
domain::Dataset of_raters(const domain::Dataset& all) {
    std::vector<domain::UserIndex> raters;
    for (domain::UserIndex user = 0; user < all.users().size(); ++user)
        if (all.ratings_of(user).size() > 0) raters.push_back(user);
    return all.with_users(raters);
}

}  // namespace

EvaluateModel::EvaluateModel(const domain::BaselineFitter& baselines,
                             const domain::LeaveOneOutSource& published_split, ModelAccess models,
                             domain::ProgressReporter& progress, const domain::StopToken& stop)
    : baselines_(baselines),
      published_split_(published_split),
      models_(std::move(models)),
      progress_(progress),
      stop_(stop) {}

EvaluationReport EvaluateModel::execute(const domain::Dataset& all,
                                        const EvaluateModelRequest& request) {
    check(request, all);
    const domain::Dataset data = of_raters(all);
    EvaluationReport report;
    report.protocol = name_of(request.protocol);
    report.data_fingerprint = hexadecimal(data.fingerprint());
    report.users = data.users().size();
    report.movies = data.movies().size();
    report.ratings = data.rating_count();
    report.bootstrap_resamples = request.bootstrap_resamples;
    for (int i = 0; i < request.seeds; ++i)
        report.seeds.push_back(run(data, request, request.seed + static_cast<std::uint64_t>(i)));
    report.summary = summary_of(report.seeds);
    return report;
}

EvaluationSplit EvaluateModel::split(const domain::Dataset& data,
                                     const EvaluateModelRequest& request,
                                     std::uint64_t seed) const {
    switch (request.protocol) {
        case EvaluationProtocol::onboarding:
            return split_new_users(data, request.holdout_share.value_or(kHeldOutUsers),
                                   std::array{0}, seed);
        case EvaluationProtocol::new_users:
            return split_new_users(data, request.holdout_share.value_or(kHeldOutUsers),
                                   request.revealed, seed);
        case EvaluationProtocol::new_movies:
            return split_new_movies(data, request.holdout_share.value_or(kHeldOutMovies), seed);
        case EvaluationProtocol::time:
            return split_by_time(data, request.holdout_share.value_or(kHeldOutTime));
        case EvaluationProtocol::most_shown:
            return split_most_shown(data, seed);
        case EvaluationProtocol::ncf:
            break;
    }
    const auto published = published_split_.load(data);
    return split_leave_one_out(data, published ? *published : sample_leave_one_out(data, seed));
}

SeedResult EvaluateModel::run(const domain::Dataset& data, const EvaluateModelRequest& request,
                              std::uint64_t seed) {
    const auto methods = chosen_methods(request.protocol, request.methods);
    progress_.begin("Splitting", 0);
    const EvaluationSplit split = this->split(data, request, seed);
    progress_.finish(split.description);

    SeedResult result;
    result.seed = seed;
    result.split = split.description;
    result.training_users = split.training.users().size();
    result.training_ratings = split.training.rating_count();
    result.ranked_movies = split.catalogue.ranked.size();
    if (request.protocol == EvaluationProtocol::onboarding)
        result.methods = measure_onboarding(data, methods.front(), split, request, seed);
    else if (!request.diversity.empty())
        result.methods = measure_diversity(methods.front(), split, request, seed);
    else
        for (const EvaluationMethod& method : methods)
            result.methods.push_back(measure(method, split, request, seed));
    return result;
}

MethodResult EvaluateModel::measure(const EvaluationMethod& method, const EvaluationSplit& split,
                                    const EvaluateModelRequest& request, std::uint64_t seed) {
    MethodResult result{std::string(method.name), std::string(method.description), 0, 0, {}};
    const auto begun = Clock::now();
    const auto scorer = fitted(method, split, request, seed);
    result.fit_seconds = seconds_since(begun);
    rank(*scorer, split.catalogue, split.settings, request, seed, result);
    return result;
}

std::vector<MethodResult> EvaluateModel::measure_onboarding(const domain::Dataset& data,
                                                            const EvaluationMethod& method,
                                                            const EvaluationSplit& split,
                                                            const EvaluateModelRequest& request,
                                                            std::uint64_t seed) {
    const auto begun = Clock::now();
    const auto scorer = fitted(method, split, request, seed);
    const double seconds = seconds_since(begun);
    const Holdout holdout =
        hold_out(data.users().size(), request.holdout_share.value_or(kHeldOutUsers), seed);
    std::vector<MethodResult> results;
    for (const OnboardingRun& shown :
         onboarding_runs(data, holdout.held_out, split.training,
                         dynamic_cast<const ModelScorer&>(*scorer).model())) {
        MethodResult& result =
            results.emplace_back(MethodResult{shown.name, shown.description, seconds, 0, {}});
        rank(*scorer, split.catalogue, shown.settings, request, seed, result);
    }
    return results;
}

std::vector<MethodResult> EvaluateModel::measure_diversity(const EvaluationMethod& method,
                                                           const EvaluationSplit& split,
                                                           const EvaluateModelRequest& request,
                                                           std::uint64_t seed) {
    const auto begun = Clock::now();
    const auto scorer = fitted(method, split, request, seed);
    const double seconds = seconds_since(begun);
    std::vector<MethodResult> results;
    for (const double diversity : request.diversity) {
        std::string name = "diversity " + std::to_string(diversity).substr(0, 4);
        MethodResult& result = results.emplace_back(MethodResult{
            std::move(name), "the model's lists, re-ordered to differ in genre", seconds, 0, {}});
        const DiversifiedScorer diversified(*scorer, split.training, split.catalogue.genres,
                                            diversity);
        rank(diversified, split.catalogue, split.settings, request, seed, result);
    }
    return results;
}

void EvaluateModel::rank(const domain::Scorer& scorer, const RankedCatalogue& catalogue,
                         std::span<const EvaluationSetting> settings,
                         const EvaluateModelRequest& request, std::uint64_t seed,
                         MethodResult& result) {
    std::size_t tasks = 0;
    for (const EvaluationSetting& setting : settings)
        tasks += setting.tasks.size();
    progress_.begin("Ranking with " + result.method, tasks);
    std::size_t ranked = 0;
    double microseconds = 0;
    for (const EvaluationSetting& setting : settings) {
        const RankingOutcome outcome =
            rank_tasks(scorer, catalogue, setting.tasks, request.threads, stop_,
                       [&](std::size_t done) { progress_.update(ranked + done); });
        ranked += setting.tasks.size();
        microseconds += outcome.user_microseconds * static_cast<double>(setting.tasks.size());
        if (!outcome.sampled_rank.empty())
            result.settings.push_back(sampled_result_of(outcome, most_negatives(setting),
                                                        request.bootstrap_resamples, seed));
        result.settings.push_back(
            result_of(setting, outcome, catalogue, request.bootstrap_resamples, seed));
    }
    if (tasks > 0) result.user_microseconds = microseconds / static_cast<double>(tasks);
    progress_.finish(std::to_string(tasks) + " rankings");
}

std::unique_ptr<domain::Scorer> EvaluateModel::fitted(const EvaluationMethod& method,
                                                      const EvaluationSplit& split,
                                                      const EvaluateModelRequest& request,
                                                      std::uint64_t seed) {
    if (stop_.stop_requested())
        throw domain::Interrupted("The evaluation was stopped; no report was written.");
    if (!method.baseline)
        return request.kept_model ? kept_model(split, *request.kept_model)
                                  : trained_model(split, request, seed);
    progress_.begin("Fitting " + std::string(method.name), 0);
    auto scorer = baselines_.fit(*method.baseline, split.training);
    progress_.finish(method.description);
    return scorer;
}

std::unique_ptr<domain::Scorer> EvaluateModel::trained_model(const EvaluationSplit& split,
                                                             const EvaluateModelRequest& request,
                                                             std::uint64_t seed) {
    if (models_.trainer == nullptr)
        throw domain::InvalidInput(
            "The model is among the methods, but there is nothing to train it with; leave it out "
            "(--no-model).");
    domain::TrainingOptions options = request.training;
    options.seed = seed;
    options.resume = false;
    const auto trained =
        models_.trainer->train(split.training, options, request.models_folder, progress_, stop_);
    const auto loaded =
        models_.open(request.models_folder)->load(trained.model_id, split.training.movies());
    return std::make_unique<ModelScorer>(loaded.ranking, split.training.movies());
}

std::unique_ptr<domain::Scorer> EvaluateModel::kept_model(
    const EvaluationSplit& split, const std::filesystem::path& folder) const {
    const auto store = models_.open(folder.parent_path());
    const std::string id = folder.filename().string();
    if (store->training_data(id) != split.training.fingerprint())
        throw domain::InvalidInput(
            "The model " + folder.string() +
            " was not trained on exactly this split's training part: it may have learned the "
            "ratings that it would be tested on, and its figures would mean nothing. Leave it out "
            "to train one for this evaluation, or name one that an evaluation with the same data, "
            "protocol, share and seed kept.");
    return std::make_unique<ModelScorer>(store->load(id, split.training.movies()).ranking,
                                         split.training.movies());
}

}  // namespace neurec::application
