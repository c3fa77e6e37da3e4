#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "application/use_cases/import_dataset.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/deep_learning/build_candidate_artefacts.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
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
#include "presentation/http/api.hpp"
#include "presentation/http/server.hpp"
#include "support/networks.hpp"
#include "support/quiet_progress.hpp"
#include "support/served_fakes.hpp"
#include "support/test_database.hpp"

namespace neurec::tests {

/// A home folder with a made data set of 60 users and 120 movies in a real database, and the means
/// to put models into it. Needs neurec_http, neurec_persistence, neurec_security, neurec_datasets,
/// neurec_deep_learning, neurec_processes, neurec_telemetry and neurec_test_database.
class ServedHome {
  public:
    /// Of the tokens that are made here.
    static inline const std::string kSecret = std::string(32, 'k');

    /// On the database that NEUREC_TEST_DATABASE names, "sqlite" where it is not set.
    ServedHome() : ServedHome(TestDatabase::kind_of_this_run()) {}
    explicit ServedHome(DatabaseKind kind) : place_(kind) { fill(); }
    /// On a PostgreSQL server of the test's own.
    explicit ServedHome(const std::string& server_url) : place_(server_url) { fill(); }

    /// Writes a model of random weights, without activating it. Other seeds score differently.
    void add_model(const std::string& id, std::uint64_t seed) {
        const auto encoders = small_encoders();
        const RandomNetwork network(data_.movies(), encoders, seed);
        deep_learning::Manifest manifest;
        manifest.id = id;
        manifest.encoders = encoders;
        static_cast<void>(deep_learning::write_model(
            network.weights(), manifest,
            deep_learning::build_candidate_artefacts(network.weights(), encoders, data_),
            models_.folder()));
    }

    /// What NEUREC_HOME names.
    [[nodiscard]] const std::filesystem::path& folder() const { return place_.home(); }
    /// With which `neurec serve` serves this home, and takes the tokens that are made here.
    [[nodiscard]] std::map<std::string, std::string> environment() const {
        auto variables = place_.environment();
        variables["NEUREC_JWT_SECRET"] = kSecret;
        return variables;
    }
    [[nodiscard]] deep_learning::FileModelStore& models() { return models_; }
    [[nodiscard]] infrastructure::persistence::SqlDatasetStore& store() { return store_; }
    [[nodiscard]] const domain::Dataset& data() const { return data_; }
    [[nodiscard]] presentation::http::ApiPorts ports() {
        return {.models = models_,
                .movies = movies_,
                .movie_editor = movie_editor_,
                .profiles = profiles_,
                .accounts = accounts_,
                .ratings = ratings_,
                .storage = storage_,
                .hasher = hasher_,
                .common_passwords = common_passwords_,
                .tokens = tokens_,
                .clock = clock_,
                .movie_statistics = movie_statistics_,
                .training = training_,
                .logger = logger_,
                .metrics = metrics_};
    }
    /// The header of a request by an admin.
    [[nodiscard]] const std::string& as_admin() const { return as_admin_; }
    [[nodiscard]] domain::Metrics& metrics() { return metrics_; }
    [[nodiscard]] RecordingLogger& logger() { return logger_; }

  private:
    /// Absent from builds under a sanitizer: then its jobs fail.
    [[nodiscard]] static std::filesystem::path training_program() {
        const char* const folder = std::getenv("NEUREC_BINARY_DIR");
        return std::filesystem::path(folder == nullptr ? "." : folder) / "neurec-train";
    }

    void fill() {
        QuietProgress progress;
        const StopFlag stop;
        const auto files = folder() / "made";
        infrastructure::datasets::SyntheticDatasetGenerator().generate(
            {.users = 60, .movies = 120, .ratings_per_user = 20, .seed = 5}, files, progress, stop);
        const auto reader = infrastructure::datasets::open_dataset(files);
        application::ImportDataset(store_, progress, stop).execute(*reader, {});
        data_ = store_.load();
        const domain::Credentials admin{.username = "admin",
                                        .email = "admin@example.org",
                                        .password_hash = hasher_.hash("the admin's password"),
                                        .role = domain::Role::admin,
                                        .token_version = 1};
        as_admin_ =
            "Authorization: Bearer " + tokens_.issue(accounts_.create(admin, {}), 1) + "\r\n";
    }

    TestDatabase place_;
    infrastructure::persistence::Database database_{place_.engine()};
    infrastructure::persistence::SqlDatasetStore store_{database_};
    infrastructure::persistence::SqlMovieRepository movies_{database_};
    infrastructure::persistence::SqlMovieStatistics movie_statistics_{database_};
    infrastructure::persistence::SqlUserProfileRepository profiles_{database_};
    infrastructure::persistence::SqlMovieEditor movie_editor_{database_};
    infrastructure::persistence::SqlAccountRepository accounts_{database_};
    infrastructure::persistence::SqlRatingRepository ratings_{database_};
    infrastructure::persistence::SqlStorageProbe storage_{database_};
    infrastructure::security::Argon2PasswordHasher hasher_{
        infrastructure::security::kCheapestArgon2};
    infrastructure::security::ListedCommonPasswords common_passwords_;
    infrastructure::security::SystemClock clock_;
    infrastructure::security::JwtTokenService tokens_{
        infrastructure::security::SigningKeys({kSecret}), 1800, clock_};
    deep_learning::FileModelStore models_{place_.home() / "models"};
    infrastructure::processes::ChildTrainingProgram training_{
        training_program(),
        {"NEUREC_HOME=" + place_.home().string(), "NEUREC_DATABASE_URL=" + place_.url()}};
    RecordingLogger logger_;
    infrastructure::telemetry::PrometheusMetrics metrics_;
    domain::Dataset data_;
    std::string as_admin_;
};

}  // namespace neurec::tests
