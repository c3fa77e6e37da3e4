#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "application/use_cases/train_model.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/line_progress.hpp"
#include "presentation/cli/named_values.hpp"
#include "presentation/cli/terminal_progress.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

struct TrainOptions {
    domain::TrainingOptions training;
    std::string preset = "history";
    std::vector<std::string> with;
    std::vector<std::string> without;
    bool no_activate = false;
    bool json = false;
    bool progress_lines = false;
};

void print(const application::TrainingResult& result) {
    if (result.model_id.empty()) {
        std::cout << "This process has done its part; the first one publishes the model.\n";
        return;
    }
    std::cout << "Model " << result.model_id << ", trained in "
              << readable_duration(std::chrono::duration<double>(result.seconds)) << " on "
              << result.ratings << " ratings";
    if (result.best_ndcg > 0)
        std::cout << "; NDCG@10 on validation users " << std::fixed << std::setprecision(4)
                  << result.best_ndcg << " after epoch " << result.best_epoch << " of "
                  << result.epochs.size();
    std::cout << ".\n  " << result.model_folder << '\n';
    if (result.activated)
        std::cout << "It is the active model. Try: neurec recommend --ratings 1:5,260:4 --age 25 "
                     "--gender F\n";
    else
        std::cout << "Serve it with: neurec model activate " << result.model_id << '\n';
}

void train(const TrainOptions& options, CommandContext& context) {
    domain::ModelTrainer& trainer = context.trainer();  // first: in `neurec` it does not return
    application::TrainModelRequest request{options.training, !options.no_activate};
    if (options.preset == "seed") request.options.preset = domain::ModelPreset::seed;
    for (const std::string& part : options.with)
        request.options.parts[part] = true;
    for (const std::string& part : options.without)
        request.options.parts[part] = false;
    LineProgress lines(std::cout);
    domain::ProgressReporter& progress = options.progress_lines ? lines : context.progress();
    application::TrainModel train_model(context.dataset_store(), trainer, context.models(),
                                        progress, context.stop());
    const application::TrainingResult result = train_model.execute(request);
    if (options.progress_lines)
        lines.model_made(result.model_id);
    else if (options.json)
        std::cout << json::to_json(result) << '\n';
    else
        print(result);
}

void add_network_options(CLI::App& command, TrainOptions& options) {
    command
        .add_option("--preset", options.preset,
                    "history: knows what people rated (default). seed: the original network, which "
                    "knows age, "
                    "gender and occupation alone")
        ->transform(one_of({"history", "seed"}));
    command.add_option(
        "--without", options.without,
        "Leave a part of the network out, to see what it is worth: history, movie_vector, content, "
        "dot_path, item_item, dense_item_item, recency, demographic_path, content_prior, few_shot, "
        "calibration; may be given again");
    command.add_option("--with", options.with,
                       "Add a part that the preset leaves out: fusion_head (the original's, which "
                       "history does without)");
    command
        .add_option("--seed", options.training.seed,
                    "The same seed, data and threads give the same model")
        ->capture_default_str();
}

void add_schedule_options(CLI::App& command, TrainOptions& options) {
    command
        .add_option("--epochs", options.training.epochs,
                    "Most passes over the data; default: the preset's")
        ->check(CLI::Range(1, 100000));
    command
        .add_option("--batch-size", options.training.batch_size,
                    "Users (history; default: 256, fewer on small data) or samples (seed; default: "
                    "1024) a step")
        ->check(CLI::Range(2, 1 << 20));
    command
        .add_option("--learning-rate", options.training.learning_rate,
                    "Of the first step; default: the preset's")
        ->check(CLI::PositiveNumber);
    command
        .add_option(
            "--patience", options.training.patience,
            "Epochs without a better validation metric before training ends; default: the preset's")
        ->check(CLI::Range(1, 100000));
}

}  // namespace

void add_train_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("train", "Train a model on the database and activate it");
    const auto options = std::make_shared<TrainOptions>();
    add_network_options(*command, *options);
    add_schedule_options(*command, *options);
    command->add_flag("--resume", options->training.resume,
                      "Go on where a training with the same options was stopped, if one was");
    command
        ->add_option("--threads", options->training.threads,
                     "Threads to use; 0 is what was measured best: one that trains, and one per "
                     "core for validation")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_option("--device", options->training.device, "cpu, cuda or cuda:N")
        ->capture_default_str();
    command->add_flag("--no-activate", options->no_activate, "Leave the active model as it is");
    command->add_flag("--json", options->json, "Print the result, with every epoch, as JSON");
    command->add_flag("--progress-lines", options->progress_lines,
                      "Print how far it is as JSON, one object a line, for a program that watches");
    command->footer(
        "Some users are kept aside; after each epoch they show how good the model is, and the best "
        "epoch's weights "
        "are published.\n"
        "Ctrl-C writes a checkpoint and ends; the same command with --resume goes on from it and "
        "makes the model "
        "that an\n"
        "uninterrupted run would have made. A model appears in the models folder only when it is "
        "whole.\n"
        "WORLD_SIZE, RANK, MASTER_ADDR and MASTER_PORT, as torchrun sets them, make this one of "
        "several processes that train one model.\n\n"
        "  neurec train\n"
        "  neurec train --preset seed --epochs 10 --no-activate\n"
        "  neurec train --without item_item --seed 7 --json");
    command->callback([options, &context] { train(*options, context); });
}

}  // namespace neurec::presentation::cli
