#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "application/dtos/generate_report.hpp"
#include "domain/ports/dataset_generator.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

struct GenerateOptions {
    domain::SyntheticDatasetOptions dataset;
    std::filesystem::path output = "demo.zip";
    bool json = false;
};

void generate(const GenerateOptions& options, CommandContext& context) {
    const std::unique_ptr<domain::DatasetGenerator> generator = context.dataset_generator();
    const domain::StoreCounts made =
        generator->generate(options.dataset, options.output, context.progress(), context.stop());
    const application::GenerateReport report{options.output.string(), options.dataset.seed,
                                             made.users, made.movies, made.ratings};
    if (options.json) {
        std::cout << json::to_json(report) << '\n';
    } else {
        std::cout << "Import it with: neurec import " << report.output << '\n';
    }
}

}  // namespace

void add_generate_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("generate", "Make a data set with planted tastes, in the ml-1m layout");
    const auto options = std::make_shared<GenerateOptions>();
    command->add_option("--users", options->dataset.users, "People in it")->capture_default_str();
    command->add_option("--movies", options->dataset.movies, "Movies in it")->capture_default_str();
    command
        ->add_option("--ratings-per-user", options->dataset.ratings_per_user,
                     "Ratings a person has, on average")
        ->capture_default_str();
    command->add_option("--seed", options->dataset.seed, "The same seed gives the same data")
        ->capture_default_str();
    command
        ->add_option("--output", options->output,
                     "Folder to make, or archive where it ends in .zip")
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print what was made as JSON");
    command->footer(
        "Nobody real is in it: tastes follow from invented people's age, gender and occupation and "
        "from something of their own,\nmovies have a quality and a popularity, titles are "
        "invented.\n\n"
        "  neurec generate\n"
        "  neurec generate --users 100000 --movies 20000 --seed 7 --output big.zip");
    command->callback([options, &context] { generate(*options, context); });
}

}  // namespace neurec::presentation::cli
