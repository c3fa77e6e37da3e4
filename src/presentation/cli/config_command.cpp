#include <CLI/CLI.hpp>
#include <iostream>

#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/table.hpp"

namespace neurec::presentation::cli {

void add_config_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("config", "Print the settings in force, and where each comes from");
    command->footer(
        "A flag wins over the environment, that over the TOML file (--config), that over the "
        "default.\n"
        "An empty environment variable counts as not set.");
    command->callback([&app, &context] {
        Table table({{"setting"}, {"value"}, {"from"}, {"environment variable"}});
        for (const SettingInForce& setting : settings_in_force(app, context.arguments()))
            table.add_row({setting.name, setting.value, setting.source, setting.environment});
        std::cout << table.text();
    });
}

}  // namespace neurec::presentation::cli
