#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "presentation/cli/command_context.hpp"

namespace neurec::infrastructure::persistence {
class Database;
}

namespace neurec {

/// Makes each adapter when a command first asks for it, and keeps it until the program ends.
class Composition : public presentation::cli::CommandContext {
  public:
    /// The adapters that need LibTorch or come with it. Each is asked for at most once; `neurec`'s
    /// go on in neurec-train instead and do not return.
    struct TrainingAdapters {
        std::unique_ptr<domain::ModelTrainer> (*make_trainer)(
            const std::vector<std::string>& command_line);
        std::unique_ptr<domain::ModelExporter> (*make_exporter)(
            const std::vector<std::string>& command_line, const std::filesystem::path& models);
    };
    /// `command_line` begins with the program's name.
    Composition(std::vector<std::string> command_line, const TrainingAdapters& training);
    ~Composition() override;

    /// Parses the command line, runs its command and returns the exit code.
    int run();

    [[nodiscard]] const presentation::cli::Settings& settings() const override { return settings_; }
    [[nodiscard]] const std::vector<std::string>& arguments() const override { return arguments_; }
    [[nodiscard]] std::unique_ptr<presentation::cli::CommandContext> over_home(
        const std::filesystem::path& home) override;
    [[nodiscard]] domain::ProgressReporter& progress() override;
    [[nodiscard]] const domain::StopToken& stop() override;
    [[nodiscard]] domain::Logger& logger() override;
    [[nodiscard]] domain::Metrics& metrics() override;
    [[nodiscard]] presentation::cli::SchemaChange migrate_database() override;
    [[nodiscard]] domain::DatasetStore& dataset_store() override;
    [[nodiscard]] domain::MovieRepository& movies() override;
    [[nodiscard]] domain::MovieEditor& movie_editor() override;
    [[nodiscard]] domain::MovieStatistics& movie_statistics() override;
    [[nodiscard]] domain::UserProfileRepository& user_profiles() override;
    [[nodiscard]] domain::AccountRepository& accounts() override;
    [[nodiscard]] domain::RatingRepository& ratings() override;
    [[nodiscard]] domain::StorageProbe& storage_probe() override;
    [[nodiscard]] domain::PasswordHasher& password_hasher() override;
    [[nodiscard]] const domain::CommonPasswords& common_passwords() override;
    [[nodiscard]] domain::TokenService& tokens() override;
    [[nodiscard]] const domain::Clock& clock() override;
    [[nodiscard]] std::unique_ptr<domain::DatasetReader> open_dataset(
        const std::filesystem::path& path) override;
    [[nodiscard]] std::unique_ptr<domain::DatasetGenerator> dataset_generator() override;
    [[nodiscard]] domain::ModelStore& models() override;
    [[nodiscard]] std::unique_ptr<domain::ModelStore> open_models(
        const std::filesystem::path& folder) override;
    [[nodiscard]] std::unique_ptr<domain::BaselineFitter> baseline_fitter(
        unsigned threads) override;
    [[nodiscard]] domain::ImportedSources& imported_sources() override;
    [[nodiscard]] std::unique_ptr<domain::LeaveOneOutSource> published_split(
        const std::filesystem::path& folder,
        const std::optional<std::filesystem::path>& dataset) override;
    [[nodiscard]] domain::TrainingProgram& training_program() override;
    [[nodiscard]] domain::ModelTrainer& trainer() override;
    [[nodiscard]] domain::ModelExporter& model_exporter() override;

  private:
    struct Adapters;

    [[nodiscard]] infrastructure::persistence::Database& database();

    std::vector<std::string> command_line_;
    std::vector<std::string> arguments_;
    TrainingAdapters training_;
    presentation::cli::Settings settings_;
    std::unique_ptr<Adapters> adapters_;
};

/// All that main() does: runs the command line in a Composition and returns the exit code, also
/// where there is no memory for that.
int run(int count, char** values, const Composition::TrainingAdapters& training) noexcept;

}  // namespace neurec
