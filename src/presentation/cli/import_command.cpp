#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "application/use_cases/import_dataset.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/table.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

/// What --skip-bad-lines stands for without a value.
constexpr double kSkippedShare = 0.01;

struct ImportOptions {
    std::filesystem::path path;
    std::string source = domain::ImportSource{}.name;
    bool is_update = false;
    std::string skip_bad_lines;  ///< empty where it is not given, "true" without a value
    bool json = false;
};

std::optional<double> skipped_share(const std::string& text) {
    if (text.empty() || text == "false") return std::nullopt;
    if (text == "true") return kSkippedShare;
    double percent = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, percent);
    constexpr double kWhole = 100;
    if (error != std::errc{} || std::string_view(stop, end) != "%" || !(percent > 0) ||
        percent > kWhole)
        throw domain::InvalidInput("--skip-bad-lines=" + text +
                                   " is no share of the lines; give it as --skip-bad-lines=5%.");
    return percent / kWhole;
}

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
                      << "\n    " << printable(line.text) << '\n';
    }
    for (const std::string& note : report.notes)
        std::cout << note << ".\n";
    std::cout << "Source " << report.source << ": " << report.movies_added << " movies added, "
              << report.movies_changed << " changed; " << report.users_added << " users added, "
              << report.users_changed << " changed; " << report.ratings_added << " ratings added, "
              << report.ratings_changed << " changed.\n";
    if (report.movies_with_other_ids + report.users_with_other_ids > 0)
        std::cout << "Other ids here than in the data set, where those were taken or too large: "
                  << report.movies_with_other_ids << " movies, " << report.users_with_other_ids
                  << " users.\n";
    std::cout << "The database now holds " << report.ratings_stored << " ratings of "
              << report.movies_stored << " movies by " << report.users_stored << " users.\n";
}

void import(const ImportOptions& options, CommandContext& context) {
    const std::filesystem::path path = dataset_path(options, context.settings());
    const application::ImportRequest request{
        .source = {options.source, std::filesystem::absolute(path).string()},
        .is_update = options.is_update,
        .skipped_share = skipped_share(options.skip_bad_lines)};
    const std::unique_ptr<domain::DatasetReader> reader = context.open_dataset(path);
    application::ImportDataset import_dataset(context.dataset_store(), context.progress(),
                                              context.stop());
    const application::ImportReport report = import_dataset.execute(*reader, request);
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
    command
        ->add_option("--source", options->source,
                     "Name under which this data set's ids are its own; another name keeps another "
                     "catalogue apart")
        ->capture_default_str();
    command->add_flag("--update", options->is_update,
                      "This is a newer edition of what the source holds: take over what differs");
    command->add_flag("--skip-bad-lines", options->skip_bad_lines,
                      "Leave out lines that cannot be read, and report them, up to 1% of all "
                      "(--skip-bad-lines=5%: up to 5%); default: the first one stops the import");
    command->add_flag("--json", options->json, "Print the report as JSON");
    command->footer(
        "Layouts, recognised by their files: ml-1m (movies.dat), ml-100k (u.item), ml-latest, "
        "ml-25m, ml-32m (movies.csv).\n"
        "It is one transaction: when it fails or is stopped, the database is as it was. Importing "
        "again updates what is there.\n"
        "No account is ever touched. A data set that contradicts what its source holds is "
        "refused.\n\n"
        "  neurec import ml-1m.zip\n"
        "  neurec import ~/ml-latest-small --skip-bad-lines --json\n"
        "  neurec import our-films.zip --source our-films");
    command->callback([options, &context] { import(*options, context); });
}

}  // namespace neurec::presentation::cli
