#include "main/composition.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "infrastructure/baselines/fit_baseline.hpp"
#include "infrastructure/datasets/ncf_split.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/logging/json_logger.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/postgres_engine.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_imported_sources.hpp"
#include "infrastructure/persistence/sql_movie_editor.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_movie_statistics.hpp"
#include "infrastructure/persistence/sql_rating_repository.hpp"
#include "infrastructure/persistence/sql_storage_probe.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "infrastructure/processes/child_training_program.hpp"
#include "infrastructure/security/argon2_password_hasher.hpp"
#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/listed_common_passwords.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "infrastructure/telemetry/prometheus_metrics.hpp"
#include "main/command_line.hpp"
#include "main/stop_signal.hpp"
#include "presentation/cli/run_program.hpp"
#include "presentation/cli/terminal_progress.hpp"

namespace neurec {

namespace persistence = infrastructure::persistence;

namespace {

domain::LogLevel log_level_of(const std::string& name) {
    if (name == "debug") return domain::LogLevel::debug;
    if (name == "warning") return domain::LogLevel::warning;
    if (name == "error") return domain::LogLevel::error;
    return domain::LogLevel::info;
}

std::size_t terminal_columns() {
    constexpr std::size_t kUsual = 80;
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return kUsual;
    return size.ws_col;
}

/// An environment variable; empty where it is not set.
std::string environment_value(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// The object in `slot`, made by `make` where there is none yet.
template <class T, class Make>
T& made_once(std::unique_ptr<T>& slot, const Make& make) {
    if (!slot) slot = make();
    return *slot;
}

}  // namespace

/// Empty until a command asks; destroyed in the reverse order, so that repositories go before their
/// database.
struct Composition::Adapters {
    std::unique_ptr<domain::ProgressReporter> progress;
    std::unique_ptr<StopSignal> stop;
    std::unique_ptr<domain::Metrics> metrics;
    std::unique_ptr<domain::Logger> logger;
    std::unique_ptr<persistence::Database> database;
    std::unique_ptr<domain::DatasetStore> dataset_store;
    std::unique_ptr<domain::ImportedSources> imported_sources;
    std::unique_ptr<domain::MovieRepository> movies;
    std::unique_ptr<domain::MovieEditor> movie_editor;
    std::unique_ptr<domain::MovieStatistics> movie_statistics;
    std::unique_ptr<domain::UserProfileRepository> user_profiles;
    std::unique_ptr<domain::AccountRepository> accounts;
    std::unique_ptr<domain::RatingRepository> ratings;
    std::unique_ptr<domain::StorageProbe> storage_probe;
    std::unique_ptr<domain::PasswordHasher> hasher;
    std::unique_ptr<domain::CommonPasswords> common_passwords;
    std::unique_ptr<domain::Clock> clock;
    std::unique_ptr<domain::TokenService> tokens;
    std::unique_ptr<domain::ModelStore> models;
    std::unique_ptr<domain::TrainingProgram> training_program;
    std::unique_ptr<domain::ModelTrainer> trainer;
    std::unique_ptr<domain::ModelExporter> exporter;
};

Composition::Composition(std::vector<std::string> command_line, const TrainingAdapters& training)
    : command_line_(std::move(command_line)),
      arguments_(command_line_.begin() + 1, command_line_.end()),
      training_(training),
      adapters_(std::make_unique<Adapters>()) {}

Composition::~Composition() = default;

int Composition::run() {
    return presentation::cli::run_program(command_line_, settings_, *this);
}

std::unique_ptr<presentation::cli::CommandContext> Composition::over_home(
    const std::filesystem::path& home) {
    auto other = std::make_unique<Composition>(command_line_, training_);
    other->settings_.home = home;
    other->settings_.log_level = "error";
    return other;
}

domain::ProgressReporter& Composition::progress() {
    return made_once(adapters_->progress, [] {
        return std::make_unique<presentation::cli::TerminalProgress>(
            std::cerr, isatty(STDERR_FILENO) == 1, terminal_columns());
    });
}

const domain::StopToken& Composition::stop() {
    return made_once(adapters_->stop, [] { return std::make_unique<StopSignal>(); });
}

domain::Logger& Composition::logger() {
    return made_once(adapters_->logger, [this] {
        return std::make_unique<infrastructure::logging::JsonLogger>(
            log_level_of(settings_.log_level), STDERR_FILENO,
            metrics().counter("neurec_log_lines_dropped_total",
                              "Log lines that did not fit into the queue or found no reader."));
    });
}

domain::Metrics& Composition::metrics() {
    return made_once(adapters_->metrics, [] {
        return std::make_unique<infrastructure::telemetry::PrometheusMetrics>();
    });
}

persistence::Database& Composition::database() {
    return made_once(adapters_->database, [this] {
        if (settings_.database_url.empty())
            return std::make_unique<persistence::Database>(settings_.database_file());
        return std::make_unique<persistence::Database>(
            std::make_unique<persistence::PostgresEngine>(settings_.database_url));
    });
}

presentation::cli::SchemaChange Composition::migrate_database() {
    const persistence::MigrationReport report = database().migration();
    return {report.from, report.to};
}

domain::DatasetStore& Composition::dataset_store() {
    return made_once(adapters_->dataset_store,
                     [this] { return std::make_unique<persistence::SqlDatasetStore>(database()); });
}

domain::MovieRepository& Composition::movies() {
    return made_once(adapters_->movies, [this] {
        return std::make_unique<persistence::SqlMovieRepository>(database());
    });
}

domain::UserProfileRepository& Composition::user_profiles() {
    return made_once(adapters_->user_profiles, [this] {
        return std::make_unique<persistence::SqlUserProfileRepository>(database());
    });
}

domain::MovieEditor& Composition::movie_editor() {
    return made_once(adapters_->movie_editor,
                     [this] { return std::make_unique<persistence::SqlMovieEditor>(database()); });
}

domain::MovieStatistics& Composition::movie_statistics() {
    return made_once(adapters_->movie_statistics, [this] {
        return std::make_unique<persistence::SqlMovieStatistics>(database());
    });
}

domain::AccountRepository& Composition::accounts() {
    return made_once(adapters_->accounts, [this] {
        return std::make_unique<persistence::SqlAccountRepository>(database());
    });
}

domain::RatingRepository& Composition::ratings() {
    return made_once(adapters_->ratings, [this] {
        return std::make_unique<persistence::SqlRatingRepository>(database());
    });
}

domain::StorageProbe& Composition::storage_probe() {
    return made_once(adapters_->storage_probe,
                     [this] { return std::make_unique<persistence::SqlStorageProbe>(database()); });
}

domain::PasswordHasher& Composition::password_hasher() {
    return made_once(adapters_->hasher, [] {
        return std::make_unique<infrastructure::security::Argon2PasswordHasher>();
    });
}

const domain::CommonPasswords& Composition::common_passwords() {
    return made_once(adapters_->common_passwords, [] {
        return std::make_unique<infrastructure::security::ListedCommonPasswords>();
    });
}

domain::TokenService& Composition::tokens() {
    return made_once(adapters_->tokens, [this] {
        constexpr std::int64_t kSecondsAMinute = 60;
        return std::make_unique<infrastructure::security::JwtTokenService>(
            infrastructure::security::SigningKeys::load(
                environment_value("NEUREC_JWT_SECRET"),
                environment_value("NEUREC_JWT_SECRET_PREVIOUS"), settings_.signing_key_file()),
            kSecondsAMinute * settings_.token_minutes, clock());
    });
}

const domain::Clock& Composition::clock() {
    return made_once(adapters_->clock,
                     [] { return std::make_unique<infrastructure::security::SystemClock>(); });
}

std::unique_ptr<domain::DatasetReader> Composition::open_dataset(
    const std::filesystem::path& path) {
    return infrastructure::datasets::open_dataset(path);
}

std::unique_ptr<domain::DatasetGenerator> Composition::dataset_generator() {
    return std::make_unique<infrastructure::datasets::SyntheticDatasetGenerator>();
}

domain::ModelStore& Composition::models() {
    return made_once(adapters_->models, [this] {
        return std::make_unique<infrastructure::deep_learning::FileModelStore>(
            settings_.models_folder());
    });
}

std::unique_ptr<domain::ModelStore> Composition::open_models(const std::filesystem::path& folder) {
    return std::make_unique<infrastructure::deep_learning::FileModelStore>(folder);
}

std::unique_ptr<domain::BaselineFitter> Composition::baseline_fitter(unsigned threads) {
    return std::make_unique<infrastructure::baselines::FitBaseline>(threads);
}

domain::ImportedSources& Composition::imported_sources() {
    return made_once(adapters_->imported_sources, [this] {
        return std::make_unique<persistence::SqlImportedSources>(database());
    });
}

std::unique_ptr<domain::LeaveOneOutSource> Composition::published_split(
    const std::filesystem::path& folder, const std::optional<std::filesystem::path>& dataset) {
    return std::make_unique<infrastructure::datasets::NcfSplit>(folder, dataset,
                                                                &imported_sources());
}

domain::TrainingProgram& Composition::training_program() {
    return made_once(adapters_->training_program, [this] {
        const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
        std::vector<std::string> environment{
            "NEUREC_HOME=" + std::filesystem::absolute(settings_.home).string(),
            "OPENBLAS_NUM_THREADS=1"};
        if (!settings_.database_url.empty())
            environment.push_back("NEUREC_DATABASE_URL=" + settings_.database_url);
        return std::make_unique<infrastructure::processes::ChildTrainingProgram>(
            folder / "neurec-train", std::move(environment));
    });
}

domain::ModelTrainer& Composition::trainer() {
    return made_once(adapters_->trainer, [this] { return training_.make_trainer(command_line_); });
}

domain::ModelExporter& Composition::model_exporter() {
    return made_once(adapters_->exporter, [this] {
        return training_.make_exporter(command_line_, settings_.models_folder());
    });
}

int run(int count, char** values, const Composition::TrainingAdapters& training) noexcept {
    try {
        return Composition(taken_command_line(count, values), training).run();
    } catch (const std::exception& error) {
        return presentation::cli::report_failure(error);
    }
}

}  // namespace neurec
