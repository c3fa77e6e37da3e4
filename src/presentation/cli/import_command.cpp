#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "application/use_cases/import_dataset.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

struct ImportOptions {
    std::filesystem::path path;
    bool skip_bad_lines = false;
    bool json = false;
};

std::filesystem::path dataset_path(const ImportOptions& options, const Settings& settings) {
    if (!options.path.empty()) return options.path;
    if (!settings.dataset.empty()) return settings.dataset;
    throw domain::InvalidInput(
        "Which data set? Give its path (neurec import ml-1m.zip) or set NEUREC_DATASET. Without "
        "one at hand, 'neurec generate --output demo.zip' makes one.");
}

void print(const application::ImportReport& report) {
    if (report.lines_rejected > 0) {
        std::cout << "Bad lines left out: " << report.lines_rejected
                  << ". The first of each file:\n";
        for (const application::RejectedLine& line : report.first_rejected)
            std::cout << "  " << line.file << ", line " << line.line << ": " << line.problem
                      << "\n    " << line.text << '\n';
    }
    std::cout << "The database now holds " << report.ratings_stored << " ratings of "
              << report.movies_stored << " movies by " << report.users_stored << " users.\n";
}

void import(const ImportOptions& options, CommandContext& context) {
    const std::unique_ptr<domain::DatasetReader> reader =
        context.open_dataset(dataset_path(options, context.settings()));
    application::ImportDataset import_dataset(context.dataset_store(), context.progress(),
                                              context.stop());
    const application::ImportReport report =
        import_dataset.execute(*reader, options.skip_bad_lines);
    if (options.json) {
        std::cout << json::to_json(report) << '\n';
    } else {
        print(report);
    }
}

}  // namespace

void add_import_command(CLI::App& app, CommandContext& context) {
    CLI::App* command = app.add_subcommand("import", "Read a MovieLens data set into the database");
    const auto options = std::make_shared<ImportOptions>();
    command->add_option("PATH", options->path,
                        "Archive (zip) or folder; default: the data set of the settings");
    command->add_flag("--skip-bad-lines", options->skip_bad_lines,
                      "Leave out lines that cannot be read, and report them; default: the first "
                      "one stops the import");
    command->add_flag("--json", options->json, "Print the report as JSON");
    command->footer(
        "Layouts, recognised by their files: ml-1m (movies.dat), ml-100k (u.item), ml-latest, "
        "ml-25m, ml-32m (movies.csv).\n"
        "It is one transaction: when it fails or is stopped, the database is as it was. Importing "
        "again updates what is there.\n\n"
        "  neurec import ml-1m.zip\n"
        "  neurec import ~/ml-latest-small --skip-bad-lines --json");
    command->callback([options, &context] { import(*options, context); });
}

}  // namespace neurec::presentation::cli
