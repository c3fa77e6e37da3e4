#include "presentation/cli/run_program.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <sstream>
#include <string>

#include "domain/errors.hpp"
#include "domain/exhaustion.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/settings.hpp"
#include "presentation/cli/table.hpp"
#include "presentation/cli/typed_command.hpp"
#include "presentation/cli/unknown_variables.hpp"
#include "presentation/cli/unknown_words.hpp"

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

/// On standard error, where journals and other people may read it. Texts of others may be in it.
void say(const std::string& message) {
    std::istringstream lines("neurec: " + without_passwords(message));
    for (std::string line; std::getline(lines, line);)
        std::cerr << printable(line) << '\n';
}

int report_parse_error(const CLI::App& app, const CLI::ParseError& error) {
    std::string message = first_unknown_word(app);
    if (message.empty()) {
        // Help and version arrive as "errors" with exit code 0.
        if (error.get_exit_code() == 0) return app.exit(error);
        message = error.what();
        if (!message.ends_with('.') && !message.ends_with('?')) message += '.';
    }
    say(message + " See '" + given_command(app) + " --help'.");
    return exit_code_of(domain::ErrorKind::invalid_input);
}

/// Before the command runs, and no process that it starts sees them any more: it would say so
/// again.
std::vector<UnknownVariable> take_unknown_variables() {
    std::vector<UnknownVariable> variables = unknown_variables();
    for (const UnknownVariable& each : variables)
        unsetenv(each.name.c_str());
    return variables;
}

/// A server's standard error is a log.
void warn(const std::vector<UnknownVariable>& variables, const CLI::App& app,
          CommandContext& context) {
    for (const UnknownVariable& each : variables)
        if (app.got_subcommand("serve"))
            context.logger().write(domain::LogLevel::warning, "unknown environment variable",
                                   {{"variable", std::string_view(each.name)},
                                    {"problem", std::string_view(each.remark)}});
        else
            say(each.remark);
}

}  // namespace

int report_failure(const std::exception& error) noexcept {
    if (const auto resource = domain::exhausted_resource(error); !resource.empty()) {
        std::cerr << "neurec: the system gives this program no more " << resource << " ("
                  << error.what()
                  << "). Close other programs, use a smaller data set or fewer --workers, or raise "
                     "the limit: ulimit -a shows those of this shell.\n";
        return exit_code_of(domain::ErrorKind::unavailable);
    }
    const auto* const known = dynamic_cast<const domain::Error*>(&error);
    try {
        say(known != nullptr ? error.what() : std::string("unexpected failure: ") + error.what());
    } catch (const std::bad_alloc&) {
        std::cerr << "neurec: no memory is left for saying what failed.\n";
    }
    return known != nullptr ? exit_code_of(known->kind()) : kUnexpectedFailure;
}

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
    require_one_command(app);
    app.fallthrough();

    try {
        declare_settings(app, settings);
        declare_commands(app, context);
        const std::vector<UnknownVariable> unknown = take_unknown_variables();
        app.parse_complete_callback([&] { warn(unknown, app, context); });
        std::vector<std::string> arguments =
            with_environment({command_line.begin() + 1, command_line.end()});
        std::ranges::reverse(arguments);  // CLI11 takes them last first
        app.parse(arguments);
        return 0;
    } catch (const CLI::ParseError& error) {
        return report_parse_error(app, error);
    } catch (const std::exception& error) {
        return report_failure(error);
    }
}

}  // namespace neurec::presentation::cli
