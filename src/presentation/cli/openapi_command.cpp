#include <CLI/CLI.hpp>
#include <iostream>

#include "presentation/cli/commands.hpp"
#include "presentation/cli/scratch_folder.hpp"
#include "presentation/cli/served_api.hpp"
#include "presentation/http/openapi.hpp"

namespace neurec::presentation::cli {

namespace {

/// The routes are declared over use cases, and those are made of adapters: they get an empty home
/// of their own, so that neither a database nor a key of the person's is touched.
void print_document(CommandContext& context) {
    const ScratchFolder home("openapi");
    const auto scratch = context.over_home(home.path());
    const http::Api api(ports_of(*scratch), NEUREC_VERSION);
    std::cout << http::openapi_text(api.router().routes(), NEUREC_VERSION,
                                    access_rules_of(context.settings()).enforcement,
                                    http::RootPath::parse(context.settings().root_path))
              << '\n';
}

}  // namespace

void add_openapi_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("openapi", "Print the OpenAPI 3.1 document of the HTTP API");
    command->footer(
        "The same as GET /openapi.json; needs no database. Client generators read it:\n"
        "  neurec openapi > openapi.json");
    command->callback([&context] { print_document(context); });
}

}  // namespace neurec::presentation::cli
