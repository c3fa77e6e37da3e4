#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/table.hpp"
#include "presentation/cli/unknown_words.hpp"

namespace neurec::presentation::cli {

namespace {

/// A value of the manifest by its path, as text; empty where it is absent.
std::string text_at(const boost::json::value& manifest, const char* path) {
    boost::json::error_code error;
    const boost::json::value* value = manifest.find_pointer(path, error);
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_double())
        return CLI::detail::to_string(std::round(value->get_double() * 1e4) / 1e4);
    return boost::json::serialize(*value);
}

/// Nothing where none is active, and where that cannot be told: then standard error has why.
std::optional<std::string> active_if_known(const domain::ModelStore& models) {
    try {
        return models.active();
    } catch (const domain::Unavailable& error) {
        std::cerr << "neurec: " << printable(error.what()) << '\n';
        return std::nullopt;
    }
}

void list(CommandContext& context) {
    const domain::ModelStore& models = context.models();
    const std::vector<std::string> ids = models.list();
    if (ids.empty()) {
        std::cout << "There is no model in " << models.folder().string()
                  << " yet. Train one: neurec train\n";
        return;
    }
    const std::optional<std::string> active = active_if_known(models);
    Table table(
        {{"model"}, {"active"}, {"preset"}, {"NDCG@10", true}, {"ratings", true}, {"trained at"}});
    for (const std::string& id : ids)
        try {
            const boost::json::value manifest = boost::json::parse(models.manifest(id));
            table.add_row({id, active == id ? "yes" : "", text_at(manifest, "/options/preset"),
                           text_at(manifest, "/metrics/validation_ndcg@10"),
                           text_at(manifest, "/data/ratings"), text_at(manifest, "/created_at")});
        } catch (const domain::Unavailable&) {
            table.add_row({id, active == id ? "yes" : "", "damaged", "", "", ""});
        } catch (const domain::NotFound&) {  // NOLINT(bugprone-empty-catch)
            // It was removed since the list was made.
        }
    std::cout << table.text();
}

void activate(CommandContext& context, const std::string& id) {
    context.models().activate(id);
    std::cout << "The active model is now " << id << ". Running servers take it within a second.\n";
}

/// The model that was named, or the active one.
std::string named_or_active(CommandContext& context, const std::string& id) {
    if (!id.empty()) return id;
    const std::optional<std::string> active = context.models().active();
    if (!active)
        throw domain::NotFound(
            "No model is active. Name one (neurec model list), or train: neurec train");
    return *active;
}

void show(CommandContext& context, const std::string& id) {
    std::cout << context.models().manifest(named_or_active(context, id));
}

void write_onnx(CommandContext& context, const std::string& id, const std::string& file) {
    domain::ModelExporter& exporter = context.model_exporter();  // first: may go on elsewhere
    const std::string model = named_or_active(context, id);
    const std::vector<domain::Movie> catalogue = context.movies().all();
    exporter.write_onnx(model, catalogue, file);
    std::cout << file << ": model " << model << " for " << catalogue.size()
              << " movies. docs/model-format.md describes its inputs and outputs.\n";
}

}  // namespace

void add_model_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("model", "List, show, activate and export trained models");
    require_one_command(*command);
    command->add_subcommand("list", "The models there are, the newest last")->callback([&context] {
        list(context);
    });

    const auto id = std::make_shared<std::string>();
    CLI::App* activate_command =
        command->add_subcommand("activate", "Make a model the one that is served");
    activate_command->add_option("ID", *id, "As neurec model list names it")->required();
    activate_command->callback([&context, id] { activate(context, *id); });

    const auto shown = std::make_shared<std::string>();
    CLI::App* show_command = command->add_subcommand(
        "show", "What a model was trained on, how, and how well it did, as JSON");
    show_command->add_option("ID", *shown, "Default: the active model");
    show_command->callback([&context, shown] { show(context, *shown); });

    const auto exported = std::make_shared<std::string>();
    const auto onnx = std::make_shared<std::string>();
    CLI::App* export_command =
        command->add_subcommand("export", "Write a model in a format that other programs run");
    export_command->add_option("ID", *exported, "Default: the active model");
    export_command
        ->add_option("--onnx", *onnx,
                     "File to write: ONNX, for scoring the database's movies with any runtime")
        ->required();
    export_command->callback([&context, exported, onnx] { write_onnx(context, *exported, *onnx); });
}

}  // namespace neurec::presentation::cli
