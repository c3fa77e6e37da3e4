#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "application/use_cases/evaluate_model.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/evaluation_tables.hpp"
#include "presentation/cli/named_values.hpp"
#include "presentation/cli/scratch_folder.hpp"
#include "presentation/cli/typed_command.hpp"
#include "presentation/json/writer.hpp"
#include "presentation/reports/evaluation_page.hpp"
#include "presentation/reports/report_file.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr const char* kExamples =
    "new-users  (default) a fifth of the users is held out whole; each shows k of their ratings, "
    "and "
    "the rest of what they like is to be found.\n"
    "ncf        each user's last rating is held out; the NCF paper's published split where it is "
    "there.\n"
    "new-movies a tenth of the movies is held out whole; they are ranked by what they are about.\n"
    "time       the newest fifth of the ratings is held out, at one moment for everybody.\n"
    "most-shown 500 users are held out whole and show four fifths; every rating is positive.\n"
    "onboarding a fifth of the users is held out; they rate those of the movies shown that they "
    "know.\n\n"
    "The model is trained anew on the training part alone and measured as it is served. A model "
    "that "
    "'neurec train' made has seen every rating, so it is never measured here.\n\n"
    "  neurec evaluate                                   the model and all baselines\n"
    "  neurec evaluate --no-model --k 0,5,20             baselines alone, in seconds\n"
    "  neurec evaluate --protocol ncf --seeds 3          mean and deviation of three runs\n"
    "  neurec evaluate --methods model,ease-liked --preset seed --json - > report.json\n"
    "  neurec evaluate --keep-model /tmp/kept && neurec evaluate --model /tmp/kept/<id>\n\n"
    "Methods: model, popularity, demographics, item-knn, ease; new-users and time have ease-liked, "
    "too; new-movies has model, random and genre-cosine. docs/evaluation.md defines every figure.";

/// What the person typed.
struct EvaluateOptions {
    application::EvaluateModelRequest request;
    std::string protocol = "new-users";
    std::string preset = "history";
    std::vector<std::string> parts_on;
    std::vector<std::string> parts_off;
    bool no_model = false;
    std::filesystem::path model;
    std::filesystem::path keep_model;
    std::filesystem::path ncf_split;
    std::string json_file;
    std::filesystem::path html_file;
};

application::EvaluateModelRequest request_of(const EvaluateOptions& options) {
    application::EvaluateModelRequest request = options.request;
    request.protocol = application::protocol_of(options.protocol);
    request.training.preset =
        options.preset == "seed" ? domain::ModelPreset::seed : domain::ModelPreset::history;
    request.training.threads = static_cast<int>(request.threads);
    for (const std::string& part : options.parts_on)
        request.training.parts[part] = true;
    for (const std::string& part : options.parts_off)
        request.training.parts[part] = false;
    if (!options.model.empty())
        request.kept_model = std::filesystem::absolute(options.model / "").parent_path();
    if (!options.no_model) return request;
    if (request.methods.empty())
        for (const auto& method : application::methods_of(request.protocol))
            request.methods.emplace_back(method.name);
    std::erase(request.methods, application::kModelMethod);
    if (request.methods.empty())
        throw domain::InvalidInput("Without the model no method is left; name others (--methods).");
    return request;
}

bool trains(const application::EvaluateModelRequest& request) {
    const bool has_model =
        request.methods.empty() ||
        std::ranges::find(request.methods, application::kModelMethod) != request.methods.end();
    return has_model && !request.kept_model;
}

constexpr const char* kSplitFile = "ml-1m.test.rating";

/// ml-1m-ncf beside the data set of the settings, beside what was imported or in data/: the first
/// of these that holds the split.
std::filesystem::path default_split(CommandContext& context) {
    std::vector<std::filesystem::path> datasets;
    if (!context.settings().dataset.empty()) datasets.push_back(context.settings().dataset);
    for (const std::string& path : context.imported_sources().paths())
        datasets.emplace_back(path);
    for (const std::filesystem::path& dataset : datasets) {
        // A trailing slash would make the data set's folder its own parent.
        std::filesystem::path folder =
            std::filesystem::absolute(dataset / "").parent_path().parent_path() / "ml-1m-ncf";
        if (std::filesystem::exists(folder / kSplitFile)) return folder;
    }
    return std::filesystem::path("data") / "ml-1m-ncf";
}

std::unique_ptr<domain::LeaveOneOutSource> published_split(const EvaluateOptions& options,
                                                           CommandContext& context) {
    const std::filesystem::path folder =
        options.ncf_split.empty() ? default_split(context) : options.ncf_split;
    if (!options.ncf_split.empty() && !std::filesystem::exists(folder / kSplitFile))
        throw domain::NotFound("There is no " + std::string(kSplitFile) + " in " + folder.string() +
                               ". Name the folder of the NCF split, or leave out --ncf-split.");
    const std::filesystem::path& dataset = context.settings().dataset;
    return context.published_split(folder, dataset.empty() ? std::nullopt : std::optional(dataset));
}

std::filesystem::path default_report(const Settings& settings,
                                     const application::EvaluationReport& report,
                                     std::string_view extension) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return settings.home / "reports" /
           fmt::format("{}-seed{}-{:%Y%m%dT%H%M%SZ}.{}", report.protocol, report.seeds.front().seed,
                       fmt::gmtime(now), extension);
}

void publish(const application::EvaluationReport& report, const EvaluateOptions& options,
             const Settings& settings) {
    const bool json_to_stdout = options.json_file == "-";
    const std::filesystem::path json_file = options.json_file.empty()
                                                ? default_report(settings, report, "json")
                                                : std::filesystem::path(options.json_file);
    const std::filesystem::path html_file =
        options.html_file.empty() ? default_report(settings, report, "html") : options.html_file;
    const std::string json = json::to_json(report) + '\n';
    std::cout << (json_to_stdout ? json : evaluation_tables(report)) << std::flush;
    if (!json_to_stdout) reports::write_report(json_file, json);
    reports::write_report(html_file, reports::evaluation_page(report));
    std::cerr << "Report: " << html_file.string();
    if (!json_to_stdout) std::cerr << "\nAs JSON: " << json_file.string();
    std::cerr << '\n';
}

void evaluate(const EvaluateOptions& options, CommandContext& context) {
    application::EvaluateModelRequest request = request_of(options);
    // Before anything else: in `neurec` this goes on as `neurec-train`.
    domain::ModelTrainer* trainer = trains(request) ? &context.trainer() : nullptr;
    const auto baselines = context.baseline_fitter(request.threads);
    const auto split = published_split(options, context);
    const auto scratch = trainer != nullptr && options.keep_model.empty()
                             ? std::make_unique<ScratchFolder>("evaluation")
                             : nullptr;
    request.models_folder = scratch ? scratch->path() : options.keep_model;

    context.progress().begin("Loading ratings", 0);
    const domain::Dataset data = context.dataset_store().load();
    context.progress().finish(
        fmt::format("{} ratings by {} users", data.rating_count(), data.users().size()));
    application::EvaluateModel evaluate_model(
        *baselines, *split,
        {trainer, [&](const std::filesystem::path& folder) { return context.open_models(folder); }},
        context.progress(), context.stop());
    application::EvaluationReport report = evaluate_model.execute(data, request);
    report.command = typed_command(context.arguments());
    publish(report, options, context.settings());
    if (trainer != nullptr && !scratch)
        std::cerr << "The models trained here are kept in " << options.keep_model.string() << '\n';
}

void add_training_options(CLI::App& command, EvaluateOptions& options) {
    domain::TrainingOptions& training = options.request.training;
    command.add_option("--preset", options.preset, "Network: history or seed")
        ->transform(one_of({"history", "seed"}))
        ->capture_default_str();
    command.add_option("--epochs", training.epochs, "Passes over the data; default: the preset's")
        ->check(CLI::PositiveNumber);
    command.add_option("--batch-size", training.batch_size, "Users or samples a step")
        ->check(CLI::PositiveNumber);
    command.add_option("--learning-rate", training.learning_rate, "Default: the preset's")
        ->check(CLI::PositiveNumber);
    command
        .add_option(
            "--patience", training.patience,
            "Validations without a better metric before training stops; default: the preset's")
        ->check(CLI::PositiveNumber);
    command.add_option("--device", training.device, "cpu or cuda")->capture_default_str();
    command
        .add_option("--without", options.parts_off,
                    "Parts of the network to leave out, for ablations: history, movie_vector, "
                    "content, dot_path, item_item, dense_item_item, recency, demographic_path, "
                    "content_prior, few_shot, calibration")
        ->delimiter(',');
    command
        .add_option("--with", options.parts_on,
                    "Parts to add that the preset leaves out: fusion_head")
        ->delimiter(',');
    command.add_flag("--no-model", options.no_model, "Baselines alone; needs no training");
    command.add_option("--keep-model", options.keep_model,
                       "Folder where trained models stay; default: they are removed");
    command.add_option("--model", options.model,
                       "Measure this model folder, which --keep-model kept, instead of training");
}

}  // namespace

void add_evaluate_command(CLI::App& app, CommandContext& context) {
    CLI::App* command = app.add_subcommand(
        "evaluate", "Measure how good the recommendations are, beside baselines");
    const auto options = std::make_shared<EvaluateOptions>();
    application::EvaluateModelRequest& request = options->request;
    command
        ->add_option("--protocol", options->protocol,
                     "new-users, ncf, new-movies, time, most-shown or onboarding")
        ->transform(one_of(application::protocol_names()))
        ->capture_default_str();
    command->add_option("--seed", request.seed, "Decides everything that is drawn")
        ->capture_default_str();
    command->add_option("--seeds", request.seeds, "Runs with consecutive seeds")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--k", request.revealed, "new-users: numbers of revealed ratings")
        ->delimiter(',')
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--holdout", request.holdout_share,
                        "Share held out: of the users (new-users, default 0.2), of the movies "
                        "(new-movies, 0.1) or of the ratings (time, 0.2)");
    command->add_option("--methods", request.methods, "Only these; default: all")->delimiter(',');
    command
        ->add_option(
            "--diversity", request.diversity,
            "new-users: measure the model's lists re-ordered with each of these, 0..1, and "
            "nothing else")
        ->delimiter(',');
    add_training_options(*command, *options);
    command->add_option("--ncf-split", options->ncf_split,
                        "ncf: folder of the published split; default: ml-1m-ncf beside the data "
                        "set; without one, a split is drawn by seed");
    command->add_option("--resamples", request.bootstrap_resamples, "Bootstrap resamples")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--json", options->json_file,
                        "File for the report as JSON, or - for standard output; default: below "
                        "<home>/reports");
    command->add_option("--html", options->html_file,
                        "File for the page with plots; default: below <home>/reports");
    command->add_option("--threads", request.threads, "Threads that train and rank; 0: one a core")
        ->capture_default_str();
    command->footer(kExamples);
    command->callback([options, &context] { evaluate(*options, context); });
}

}  // namespace neurec::presentation::cli
