#pragma once

namespace CLI {
class App;
}

namespace neurec::presentation::cli {

class CommandContext;

/// Each adds one subcommand, with its options and help, to the program. Its callback throws
/// domain::Error for what ends it; `run_program` turns that into a message and an exit code.
void add_config_command(CLI::App& app, CommandContext& context);
void add_evaluate_command(CLI::App& app, CommandContext& context);
void add_generate_command(CLI::App& app, CommandContext& context);
void add_import_command(CLI::App& app, CommandContext& context);
void add_migrate_command(CLI::App& app, CommandContext& context);
void add_model_command(CLI::App& app, CommandContext& context);
void add_openapi_command(CLI::App& app, CommandContext& context);
void add_recommend_command(CLI::App& app, CommandContext& context);
void add_serve_command(CLI::App& app, CommandContext& context);
void add_train_command(CLI::App& app, CommandContext& context);
void add_user_command(CLI::App& app, CommandContext& context);

}  // namespace neurec::presentation::cli
