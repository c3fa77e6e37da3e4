#include "presentation/cli/run_program.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <new>

#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/settings.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr int kUnexpectedFailure = 1;

int exit_code_of(domain::ErrorKind kind) {
    switch (kind) {
        case domain::ErrorKind::invalid_input:
            return 2;
        case domain::ErrorKind::not_found:
            return 3;
        case domain::ErrorKind::conflict:
            return 4;
        case domain::ErrorKind::unauthenticated:
        case domain::ErrorKind::too_many_attempts:
        case domain::ErrorKind::forbidden:
            return 5;
        case domain::ErrorKind::unavailable:
            return 6;
        case domain::ErrorKind::interrupted:
            return 130;
    }
    return kUnexpectedFailure;
}

void declare_commands(CLI::App& app, CommandContext& context) {
    add_import_command(app, context);
    add_generate_command(app, context);
    add_train_command(app, context);
    add_evaluate_command(app, context);
    add_recommend_command(app, context);
    add_serve_command(app, context);
    add_model_command(app, context);
    add_user_command(app, context);
    add_migrate_command(app, context);
    add_config_command(app, context);
    add_openapi_command(app, context);
}

int report_parse_error(const CLI::App& app, const CLI::ParseError& error) {
    // Help and version arrive as "errors" with exit code 0; CLI11 prints them on standard output.
    const int code = app.exit(error);
    return code == 0 ? 0 : exit_code_of(domain::ErrorKind::invalid_input);
}

}  // namespace

int run_program(const std::vector<std::string>& command_line, Settings& settings,
                CommandContext& context) {
    CLI::App app(
        "Neural Recommendation: learns from MovieLens-shaped data, recommends to people it has "
        "just met.",
        "neurec");
    app.set_version_flag("--version", "neurec " NEUREC_VERSION);
    app.footer(
        "A first run, by hand:\n"
        "  neurec import ml-1m.zip     read a data set into the database\n"
        "  neurec train                train the model on it and activate it\n"
        "  neurec recommend --ratings 1:5,260:4 --age 25 --gender F\n"
        "  neurec serve                answer over HTTP\n"
        "Each command explains itself: neurec train --help");
    app.require_subcommand(1);
    app.fallthrough();
    declare_settings(app, settings);

    try {
        declare_commands(app, context);
        std::vector<std::string> arguments =
            with_environment({command_line.begin() + 1, command_line.end()});
        std::ranges::reverse(arguments);  // CLI11 takes them last first
        app.parse(arguments);
        return 0;
    } catch (const CLI::ParseError& error) {
        return report_parse_error(app, error);
    } catch (const domain::Error& error) {
        std::cerr << "neurec: " << error.what() << '\n';
        return exit_code_of(error.kind());
    } catch (const std::bad_alloc&) {
        std::cerr << "neurec: out of memory. Close other programs, or use a smaller data set.\n";
        return kUnexpectedFailure;
    } catch (const std::exception& error) {
        std::cerr << "neurec: unexpected failure: " << error.what() << '\n';
        return kUnexpectedFailure;
    }
}

}  // namespace neurec::presentation::cli
