#include <soci/soci.h>

#include <algorithm>
#include <atomic>
#include <boost/json/parse.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "application/services/timestamps.hpp"
#include "application/use_cases/import_dataset.hpp"
#include "e2e/databases/server_process.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/deep_learning/build_candidate_artefacts.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "support/networks.hpp"
#include "support/quiet_progress.hpp"
#include "support/test_database.hpp"

// Whatever other processes do with a running server's database, what the server has acknowledged is
// there after its end, also where the end is `kill -9`.
namespace neurec::tests {
namespace {

namespace deep_learning = infrastructure::deep_learning;
namespace persistence = infrastructure::persistence;

constexpr const char* kSecret = "a-secret-for-the-tokens-of-this-test";
constexpr std::int64_t kMovies = 60;
constexpr int kWriters = 3;

/// Until `holds`; false where it does not within a minute.
bool wait_until(const std::function<bool()>& holds) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

/// Somebody with an account, who rates one movie after the other. A write is known by the time that
/// it bears.
class Writer {
  public:
    Writer(domain::UserId user, std::string headers) : user_(user), headers_(std::move(headers)) {}

    /// False where the server is gone.
    bool write_once(std::uint16_t port) {
        const std::int64_t movie = 1 + attempted_ % kMovies;
        ++attempted_;
        const std::string body = "[{\"user_id\":" + std::to_string(user_.value) +
                                 ",\"movie_id\":" + std::to_string(movie) +
                                 ",\"rating\":4,\"timestamp\":\"" +
                                 application::rfc3339_text(attempted_) + "\"}]";
        int status = 0;
        try {
            status = exchange(port, "POST", "/ratings/", body, headers_).status;
        } catch (const std::runtime_error&) {
            return false;
        }
        in_doubt_[movie] = attempted_;
        if (status == 201) {
            acknowledged_[movie] = attempted_;
            ++count_;
        }
        return status != 0;
    }
    [[nodiscard]] int count() const { return count_; }

    void expect_all_stored(persistence::Database& database) const {
        const auto profile = persistence::SqlUserProfileRepository(database).find(user_);
        ASSERT_TRUE(profile);
        std::map<std::int64_t, std::int64_t> stored;
        for (const domain::RatedMovie& each : profile->ratings)
            stored[each.movie.value] = each.timestamp;
        for (const auto& [movie, time] : acknowledged_)
            EXPECT_TRUE(stored[movie] == time || stored[movie] == in_doubt_.at(movie))
                << "movie " << movie << ": acknowledged " << time << ", stored " << stored[movie];
    }

  private:
    domain::UserId user_;
    std::string headers_;
    std::int64_t attempted_ = 0;
    std::map<std::int64_t, std::int64_t> acknowledged_;  ///< by movie, the last
    std::map<std::int64_t, std::int64_t> in_doubt_;      ///< by movie, the last that was sent
    std::atomic<int> count_ = 0;
};

class OtherProcess;
/// Something that another process does beside the server.
struct Deed {
    const char* name;
    void (*run)(OtherProcess&);
    bool needs_training = false;
    bool is_for_sqlite_alone = false;
};
std::ostream& operator<<(std::ostream& out, const Deed& deed) {
    return out << deed.name;
}

using Combination = std::tuple<DatabaseKind, Deed, bool, int>;

class OtherProcess : public testing::TestWithParam<Combination> {
  public:
    /// `neurec` with these arguments, which has to succeed.
    void neurec(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), program_path("neurec").string());
        const Finished finished = run(arguments, environment_);
        EXPECT_EQ(finished.status.code, 0) << finished.errors;
    }
    void back_up() const {
        const auto file = (place_->home() / "neurec.sqlite").string();
        const Finished finished =
            run({"sqlite3", file, ".backup '" + (place_->home() / "copy.sqlite").string() + "'"});
        EXPECT_EQ(finished.status.code, 0) << finished.errors;
    }
    void train_by_the_api() const {
        const HttpAnswer job = server_->send("POST", "/admin/training-jobs",
                                             R"({"epochs":1,"activate":false})", as_admin_);
        ASSERT_EQ(job.status, 201) << job.body;
        const std::string path = "/admin/training-jobs/" + id_in(job);
        std::string answer;
        EXPECT_TRUE(wait_until([&] {
            answer = server_->send("GET", path, {}, as_admin_).body;
            return answer.find("finished_at\":null") == std::string::npos;
        }));
        EXPECT_NE(answer.find("\"succeeded\""), std::string::npos) << answer;
    }
    /// A second server, whose writes count as the first's do; both see each other's.
    void serve_beside() {
        ServerProcess second(place_->home(), environment_);
        for (const auto& [writes, reads] :
             {std::pair(server_.get(), &second), std::pair(&second, server_.get())}) {
            movies_.push_back(add_movie(*writes));
            EXPECT_EQ(reads->send("GET", "/movies/" + movies_.back()).status, 200);
        }
        expect_no_file_is_deleted(second);
        end(second);
    }
    [[nodiscard]] std::string archive() const { return *archive_; }
    [[nodiscard]] std::string file(const std::string& name) const {
        return (place_->home() / name).string();
    }

  protected:
    static void SetUpTestSuite() {
        shared_ = std::make_unique<TemporaryFolder>();
        archive_ = (shared_->path() / "made").string();
        QuietProgress progress;
        const StopFlag stop;
        infrastructure::datasets::SyntheticDatasetGenerator().generate(
            {.users = 60, .movies = kMovies, .ratings_per_user = 15, .seed = 5}, *archive_,
            progress, stop);
    }
    static void TearDownTestSuite() { shared_.reset(); }

    void SetUp() override {
        const auto& [kind, deed, under_load, signal] = GetParam();
        if (!TestDatabase::is_available(kind))
            GTEST_SKIP() << "needs a PostgreSQL server in NEUREC_TEST_POSTGRES_URL; "
                            "script/with-postgres starts one";
        if (deed.needs_training && !std::filesystem::exists(program_path("neurec-train")))
            GTEST_SKIP() << "neurec-train is not part of this build";
        place_ = std::make_unique<TestDatabase>(kind);
        environment_ = place_->environment();
        environment_["NEUREC_JWT_SECRET"] = kSecret;
        environment_["NEUREC_WORKERS"] = "4";
        environment_["NEUREC_ADMIN_PASSWORD"] = "correct horse battery";
        environment_["OMP_NUM_THREADS"] = "1";
        make_data();
        server_ = std::make_unique<ServerProcess>(place_->home(), environment_);
    }

    /// Users, movies, ratings and a model; accounts of the writers and of an admin. No connection
    /// of this process is left: it would be one more that keeps the log.
    void make_data() {
        persistence::Database database(place_->engine());
        persistence::SqlDatasetStore store(database);
        QuietProgress progress;
        const StopFlag stop;
        const auto reader = infrastructure::datasets::open_dataset(archive());
        application::ImportDataset(store, progress, stop).execute(*reader, {});
        add_model(store.load());
        const infrastructure::security::SystemClock clock;
        infrastructure::security::JwtTokenService tokens(
            infrastructure::security::SigningKeys({kSecret}), 3600, clock);
        persistence::SqlAccountRepository accounts(database);
        for (int i = 0; i <= kWriters; ++i) {
            const domain::UserId id =
                accounts.create({.username = "writer " + std::to_string(i),
                                 .email = std::to_string(i) + "@example.org",
                                 .password_hash = "none",
                                 .role = i == 0 ? domain::Role::admin : domain::Role::user,
                                 .token_version = 1},
                                {});
            const std::string headers = "Authorization: Bearer " + tokens.issue(id, 1) + "\r\n";
            if (i == 0)
                as_admin_ = headers;
            else
                writers_.push_back(std::make_unique<Writer>(id, headers));
        }
    }
    void add_model(const domain::Dataset& data) const {
        const auto encoders = small_encoders();
        const RandomNetwork network(data.movies(), encoders, 1);
        deep_learning::Manifest manifest;
        manifest.id = "m1";
        manifest.encoders = encoders;
        const auto models = place_->home() / "models";
        static_cast<void>(deep_learning::write_model(
            network.weights(), manifest,
            deep_learning::build_candidate_artefacts(network.weights(), encoders, data), models));
        deep_learning::FileModelStore(models).activate("m1");
    }

    [[nodiscard]] bool is_on_sqlite() const { return place_->url().empty(); }
    /// SQLite's files that a server has open, as /proc names them.
    [[nodiscard]] static std::vector<std::string> open_files(ServerProcess& server) {
        std::vector<std::string> files;
        std::error_code closed;
        const auto folder = "/proc/" + std::to_string(server.process().pid()) + "/fd";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string file = std::filesystem::read_symlink(entry, closed).string();
            if (file.find("neurec.sqlite") != std::string::npos) files.push_back(file);
        }
        return files;
    }
    void expect_no_file_is_deleted(ServerProcess& server) const {
        const std::vector<std::string> files = open_files(server);
        EXPECT_EQ(files.empty(), !is_on_sqlite());
        for (const std::string& file : files)
            EXPECT_EQ(file.find("(deleted)"), std::string::npos) << file;
    }
    /// Until the server has several connections to the database in its pool.
    void open_connections() const {
        if (!is_on_sqlite()) return;
        EXPECT_TRUE(wait_until([&] {
            std::vector<std::jthread> readers;
            for (int i = 0; i < 4; ++i)
                readers.emplace_back(
                    [&] { static_cast<void>(server_->send("GET", "/movies/?size=60")); });
            readers.clear();
            return std::ranges::count_if(open_files(*server_), [](const std::string& file) {
                       return file.ends_with("neurec.sqlite");
                   }) > 1;
        }));
    }

    [[nodiscard]] static std::string id_in(const HttpAnswer& answer) {
        return std::to_string(boost::json::parse(answer.body).at("id").as_int64());
    }
    [[nodiscard]] std::string add_movie(const ServerProcess& server) const {
        const HttpAnswer answer = server.send(
            "POST", "/movies/", R"({"title":"A new one","genres":["Drama"]})", as_admin_);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.status == 201 ? id_in(answer) : "0";
    }
    void sign_up() {
        const HttpAnswer answer = server_->send(
            "POST", "/users/",
            R"({"username":"ada","email":"ada@example.org","password":"correct horse"})");
        EXPECT_EQ(answer.status, 201) << answer.body;
        has_signed_up_ = true;
    }

    /// The deed between some writes.
    void do_while_idle(const Deed& deed) {
        const auto write = [&] {
            for (const auto& each : writers_)
                for (int i = 0; i < 3; ++i)
                    each->write_once(server_->port());
            movies_.push_back(add_movie(*server_));
        };
        write();
        deed.run(*this);
        expect_no_file_is_deleted(*server_);
        write();
        sign_up();
        end(*server_);
    }
    /// The deed while others write, which they do to the server's end.
    void do_under_load(const Deed& deed) {
        std::vector<std::jthread> threads;
        for (const auto& each : writers_)
            threads.emplace_back([&] {
                while (each->write_once(server_->port())) {
                }
            });
        const auto wait_for_writes = [&] {
            std::vector<int> wanted;
            for (const auto& each : writers_)
                wanted.push_back(each->count() + 5);
            EXPECT_TRUE(wait_until([&] {
                for (std::size_t i = 0; i < writers_.size(); ++i)
                    if (writers_[i]->count() < wanted[i]) return false;
                return true;
            })) << "no write is acknowledged any more";
        };
        wait_for_writes();
        deed.run(*this);
        expect_no_file_is_deleted(*server_);
        wait_for_writes();
        sign_up();
        end(*server_);
    }
    void end(ServerProcess& server) const {
        const int signal = std::get<int>(GetParam());
        server.process().send(signal);
        const ExitStatus status = server.process().wait();
        if (signal == SIGTERM) {
            EXPECT_EQ(status.code, 0) << server.process().errors();
        }
    }

    void expect_everything_is_stored() {
        persistence::Database database(place_->engine());
        for (const auto& each : writers_)
            each->expect_all_stored(database);
        persistence::SqlMovieRepository movies(database);
        for (const std::string& id : movies_)
            EXPECT_TRUE(movies.find(domain::MovieId{std::stoll(id)})) << id;
        EXPECT_EQ(persistence::SqlAccountRepository(database)
                      .find_by_email("ada@example.org")
                      .has_value(),
                  has_signed_up_);
        if (!is_on_sqlite()) return;
        std::string verdict;
        database.lease()->session() << "pragma integrity_check", soci::into(verdict);
        EXPECT_EQ(verdict, "ok");
    }

    static inline std::unique_ptr<TemporaryFolder> shared_;
    static inline std::optional<std::string> archive_;
    std::unique_ptr<TestDatabase> place_;
    std::map<std::string, std::string> environment_;
    std::string as_admin_;
    std::vector<std::unique_ptr<Writer>> writers_;
    std::unique_ptr<ServerProcess> server_;
    std::vector<std::string> movies_;  ///< ids of those that were added
    bool has_signed_up_ = false;
};

const std::vector<Deed> kDeeds = {
    {"Import", [](OtherProcess& test) { test.neurec({"import", test.archive()}); }},
    {"GenerateAndImport",
     [](OtherProcess& test) {
         const std::string archive = test.file("again.zip");
         test.neurec({"generate", "--users", "60", "--movies", std::to_string(kMovies),
                      "--ratings-per-user", "15", "--seed", "5", "--output", archive});
         test.neurec({"import", archive});
     }},
    {"Recommend", [](OtherProcess& test) { test.neurec({"recommend", "--user", "1"}); }},
    {"Evaluate",
     [](OtherProcess& test) {
         test.neurec({"evaluate", "--methods", "popularity", "--no-model", "--resamples", "10"});
     }},
    {"CreateAdmin",
     [](OtherProcess& test) {
         test.neurec({"user", "create-admin", "--email", "bob@example.org", "--username", "bob"});
     }},
    {"Migrate", [](OtherProcess& test) { test.neurec({"migrate"}); }},
    {"ActivateModel", [](OtherProcess& test) { test.neurec({"model", "activate", "m1"}); }},
    {"ExportModel",
     [](OtherProcess& test) { test.neurec({"model", "export", "--onnx", test.file("m1.onnx")}); },
     true},
    {"Train", [](OtherProcess& test) { test.neurec({"train", "--epochs", "1", "--no-activate"}); },
     true},
    {"TrainingJob", [](OtherProcess& test) { test.train_by_the_api(); }, true},
    {"Backup", [](OtherProcess& test) { test.back_up(); }, false, true},
    {"SecondServer", [](OtherProcess& test) { test.serve_beside(); }},
};

/// Each deed, beside an idle and a busy server, killed and stopped. PostgreSQL is a process of its
/// own, to which it makes no difference whether its clients are idle.
std::vector<Combination> all_combinations() {
    std::vector<Combination> all;
    for (const Deed& deed : kDeeds)
        for (const int signal : {SIGKILL, SIGTERM}) {
            all.emplace_back(DatabaseKind::sqlite, deed, false, signal);
            all.emplace_back(DatabaseKind::sqlite, deed, true, signal);
            if (!deed.is_for_sqlite_alone)
                all.emplace_back(DatabaseKind::postgres, deed, true, signal);
        }
    return all;
}

std::string name_of(const testing::TestParamInfo<Combination>& info) {
    const auto& [kind, deed, under_load, signal] = info.param;
    return testing::PrintToString(kind) + deed.name + (under_load ? "UnderLoad" : "Idle") +
           (signal == SIGKILL ? "Killed" : "Stopped");
}

INSTANTIATE_TEST_SUITE_P(, OtherProcess, testing::ValuesIn(all_combinations()), name_of);

TEST_P(OtherProcess, LosesNothingThatWasAcknowledged) {
    const auto& [kind, deed, under_load, signal] = GetParam();
    open_connections();
    if (under_load)
        do_under_load(deed);
    else
        do_while_idle(deed);
    expect_everything_is_stored();
}

}  // namespace
}  // namespace neurec::tests
