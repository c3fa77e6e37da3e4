#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/ports/account_repository.hpp"
#include "domain/ports/baseline_fitter.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/common_passwords.hpp"
#include "domain/ports/dataset_generator.hpp"
#include "domain/ports/dataset_source.hpp"
#include "domain/ports/dataset_store.hpp"
#include "domain/ports/imported_sources.hpp"
#include "domain/ports/leave_one_out_source.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/model_exporter.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/model_trainer.hpp"
#include "domain/ports/movie_editor.hpp"
#include "domain/ports/movie_statistics.hpp"
#include "domain/ports/password_hasher.hpp"
#include "domain/ports/progress.hpp"
#include "domain/ports/rating_repository.hpp"
#include "domain/ports/repositories.hpp"
#include "domain/ports/storage_probe.hpp"
#include "domain/ports/token_service.hpp"
#include "domain/ports/training_program.hpp"
#include "presentation/cli/settings.hpp"

namespace neurec::presentation::cli {

/// Schema numbers before and after the database was opened; 0: there was none.
struct SchemaChange {
    int from = 0;
    int to = 0;
};

/// What subcommands get from outside: each adapter is made when a command first asks for it, so
/// that `--help` opens no database. Implemented in src/main alone; commands see ports.
class CommandContext {
  public:
    virtual ~CommandContext() = default;
    [[nodiscard]] virtual const Settings& settings() const = 0;
    /// What the person typed after the program's name.
    [[nodiscard]] virtual const std::vector<std::string>& arguments() const = 0;

    /// The program with its defaults over another home, for what needs adapters but none of the
    /// state that is there.
    [[nodiscard]] virtual std::unique_ptr<CommandContext> over_home(
        const std::filesystem::path& home) = 0;

    [[nodiscard]] virtual domain::ProgressReporter& progress() = 0;
    [[nodiscard]] virtual const domain::StopToken& stop() = 0;
    [[nodiscard]] virtual domain::Logger& logger() = 0;
    [[nodiscard]] virtual domain::Metrics& metrics() = 0;

    /// Opens the database, migrating it where that is due, and says what that did.
    [[nodiscard]] virtual SchemaChange migrate_database() = 0;
    /// The database, migrated to the newest schema.
    [[nodiscard]] virtual domain::DatasetStore& dataset_store() = 0;
    [[nodiscard]] virtual domain::MovieRepository& movies() = 0;
    [[nodiscard]] virtual domain::MovieEditor& movie_editor() = 0;
    [[nodiscard]] virtual domain::MovieStatistics& movie_statistics() = 0;
    [[nodiscard]] virtual domain::UserProfileRepository& user_profiles() = 0;
    [[nodiscard]] virtual domain::AccountRepository& accounts() = 0;
    [[nodiscard]] virtual domain::RatingRepository& ratings() = 0;
    [[nodiscard]] virtual domain::StorageProbe& storage_probe() = 0;
    [[nodiscard]] virtual domain::PasswordHasher& password_hasher() = 0;
    [[nodiscard]] virtual const domain::CommonPasswords& common_passwords() = 0;
    [[nodiscard]] virtual domain::TokenService& tokens() = 0;
    [[nodiscard]] virtual const domain::Clock& clock() = 0;

    [[nodiscard]] virtual std::unique_ptr<domain::DatasetReader> open_dataset(
        const std::filesystem::path& path) = 0;
    [[nodiscard]] virtual std::unique_ptr<domain::DatasetGenerator> dataset_generator() = 0;
    [[nodiscard]] virtual domain::ModelStore& models() = 0;
    /// Another folder of models than that of the settings.
    [[nodiscard]] virtual std::unique_ptr<domain::ModelStore> open_models(
        const std::filesystem::path& folder) = 0;
    /// Fits on so many threads; 0: one per core.
    [[nodiscard]] virtual std::unique_ptr<domain::BaselineFitter> baseline_fitter(
        unsigned threads) = 0;
    [[nodiscard]] virtual domain::ImportedSources& imported_sources() = 0;
    /// The published NCF split in `folder`; `dataset` is what the data was imported from.
    [[nodiscard]] virtual std::unique_ptr<domain::LeaveOneOutSource> published_split(
        const std::filesystem::path& folder,
        const std::optional<std::filesystem::path>& dataset) = 0;
    /// Trains in a process of its own, on this database and models folder.
    [[nodiscard]] virtual domain::TrainingProgram& training_program() = 0;
    /// In `neurec` this starts the same command line anew in `neurec-train`, the program that has
    /// LibTorch, and does not return; call it before anything else is done.
    [[nodiscard]] virtual domain::ModelTrainer& trainer() = 0;
    /// As trainer(): neurec-train has it.
    [[nodiscard]] virtual domain::ModelExporter& model_exporter() = 0;
};

}  // namespace neurec::presentation::cli
