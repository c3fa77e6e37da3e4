#include "presentation/cli/unknown_words.hpp"

#include <CLI/CLI.hpp>
#include <vector>

#include "domain/errors.hpp"
#include "domain/nearest_name.hpp"

namespace neurec::presentation::cli {

namespace {

[[nodiscard]] std::vector<std::string> subcommands_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(each->get_name());
    return names;
}

/// The innermost command that was given.
[[nodiscard]] const CLI::App& innermost(const CLI::App& program) {
    const CLI::App* command = &program;
    while (!command->get_subcommands().empty())
        command = command->get_subcommands().back();
    return *command;
}

/// Of a command and those around it, whose options it takes, too.
[[nodiscard]] std::vector<std::string> flags_of(const CLI::App& command) {
    std::vector<std::string> flags;
    for (const CLI::App* each = &command; each != nullptr; each = each->get_parent())
        for (const CLI::Option* option : each->get_options())
            for (const std::string& name : option->get_lnames())
                flags.push_back("--" + name);
    return flags;
}

[[nodiscard]] std::string path_to(const CLI::App& command) {
    const CLI::App* const parent = command.get_parent();
    return parent == nullptr ? command.get_name() : path_to(*parent) + " " + command.get_name();
}

}  // namespace

void require_one_command(CLI::App& command) {
    command.require_subcommand(0, 1);
    command.callback([&command] {
        if (!command.get_subcommands().empty()) return;
        throw domain::InvalidInput("\"" + path_to(command) + "\" needs a command: " +
                                   CLI::detail::join(subcommands_of(command), ", ") + ". See '" +
                                   path_to(command) + " --help'.");
    });
}

std::string first_unknown_word(const CLI::App& program) {
    const std::vector<std::string> unknown = program.remaining(true);
    if (unknown.empty()) return {};
    const CLI::App& command = innermost(program);
    // What follows a flag's "=" may be secret.
    const std::string word = unknown.front().substr(0, unknown.front().find('='));
    const std::vector<std::string> subcommands = subcommands_of(command);
    if (word.starts_with('-'))
        return "\"" + path_to(command) + "\" has no option " + word + "." +
               domain::did_you_mean(word, flags_of(command));
    if (!subcommands.empty())
        return "\"" + path_to(command) + "\" has no command \"" + word + "\"." +
               domain::did_you_mean(word, subcommands);
    return "\"" + path_to(command) + "\" does not take the word \"" + word + "\".";
}

std::string given_command(const CLI::App& program) {
    return path_to(innermost(program));
}

}  // namespace neurec::presentation::cli
