#include <CLI/CLI.hpp>
#include <iostream>

#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"

namespace neurec::presentation::cli {

void add_migrate_command(CLI::App& app, CommandContext& context) {
    CLI::App* command = app.add_subcommand("migrate", "Take the database to this version's schema");
    command->footer(
        "Every command that uses the database does this by itself; by hand it shows what there is "
        "to do before a new "
        "version goes live.\nA database of a newer version is refused, never changed.");
    command->callback([&context] {
        const SchemaChange change = context.migrate_database();
        const std::string file = context.settings().database_file().string();
        if (change.from == change.to) {
            std::cout << file << " has schema " << change.to << ", the newest: nothing to do.\n";
        } else if (change.from == 0) {
            std::cout << "Made " << file << " with schema " << change.to << ".\n";
        } else {
            std::cout << "Took " << file << " from schema " << change.from << " to " << change.to
                      << ".\n";
        }
    });
}

}  // namespace neurec::presentation::cli
