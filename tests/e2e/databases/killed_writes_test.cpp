#include <soci/soci.h>

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "application/services/timestamps.hpp"
#include "domain/random.hpp"
#include "e2e/databases/server_process.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "support/postgres_server.hpp"
#include "support/test_database.hpp"

namespace neurec::tests {
namespace {

namespace persistence = infrastructure::persistence;

constexpr int kKills = 20;
constexpr int kClients = 3;
constexpr int kUsersAClient = 8;
constexpr int kMovies = 100;
constexpr const char* kSecret = "a-secret-for-the-tokens-of-this-test";

/// A client that rates every movie as each of its users, again and again, all in one request. A
/// bulk is known by the time that its ratings bear.
class Writer {
  public:
    /// `number` tells whose users they are.
    Writer(int number, std::string headers) : number_(number), headers_(std::move(headers)) {}

    /// Until the server is gone.
    void write(std::uint16_t port) {
        try {
            RawConnection connection(port);
            while (true) {
                attempted_ = acknowledged_ + 1;
                if (!connection.send(
                        request_bytes("POST", "/ratings/", bulk(attempted_), headers_)))
                    return;
                const auto answer = connection.read_answer();
                // Any other answer than 201 is a refusal: nothing may be stored.
                if (!answer) return;
                if (answer->status == 201) acknowledged_ = attempted_;
            }
        } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch)
            // It was gone before we came.
        }
    }

    /// The times on the stored ratings of all its users.
    [[nodiscard]] std::map<std::int64_t, int> stored(persistence::Database& database) const {
        persistence::SqlUserProfileRepository profiles(database);
        std::map<std::int64_t, int> times;
        for (int user = 0; user < kUsersAClient; ++user) {
            const auto profile = profiles.find(domain::UserId{id_of(user)});
            for (const domain::RatedMovie& each : profile->ratings)
                ++times[each.timestamp];
        }
        return times;
    }
    /// Every acknowledged rating is there, and of the bulk that was under way all or nothing.
    void expect_whole(persistence::Database& database) {
        const auto times = stored(database);
        if (acknowledged_ == 0 && times.empty()) return;
        ASSERT_EQ(times.size(), 1U) << "parts of " << times.size() << " bulks";
        EXPECT_EQ(times.begin()->second, kUsersAClient * kMovies);
        EXPECT_TRUE(times.begin()->first == acknowledged_ || times.begin()->first == attempted_)
            << times.begin()->first << " is stored, " << acknowledged_ << " was acknowledged";
        acknowledged_ = times.begin()->first;
    }
    [[nodiscard]] std::int64_t acknowledged() const { return acknowledged_; }

    [[nodiscard]] std::int64_t id_of(int user) const { return number_ * kUsersAClient + user + 1; }

  private:
    [[nodiscard]] std::string bulk(std::int64_t time) const {
        const std::string timestamp = application::rfc3339_text(time);
        std::string body = "[";
        for (int user = 0; user < kUsersAClient; ++user)
            for (int movie = 1; movie <= kMovies; ++movie)
                body += (body.size() == 1 ? "{\"user_id\":" : ",{\"user_id\":") +
                        std::to_string(id_of(user)) + ",\"movie_id\":" + std::to_string(movie) +
                        ",\"rating\":3,\"timestamp\":\"" + timestamp + "\"}";
        return body + "]";
    }

    int number_;
    std::string headers_;
    std::int64_t attempted_ = 0;
    std::int64_t acknowledged_ = 0;
};

class KilledWrites : public testing::TestWithParam<DatabaseKind> {
  protected:
    void SetUp() override {
        if (GetParam() == DatabaseKind::postgres) {
            if (!PostgresServer::is_available())
                GTEST_SKIP() << "needs Debian's package postgresql";
            postgres_ = std::make_unique<PostgresServer>();
            place_ = std::make_unique<TestDatabase>(postgres_->url());
        } else {
            place_ = std::make_unique<TestDatabase>(DatabaseKind::sqlite);
        }
        const infrastructure::security::SystemClock clock;
        infrastructure::security::JwtTokenService tokens(
            infrastructure::security::SigningKeys({kSecret}), 3600, clock);
        const std::string headers =
            "Authorization: Bearer " + tokens.issue(make_data(), 1) + "\r\n";
        for (int client = 0; client < kClients; ++client)
            writers_.emplace_back(client, headers);
    }

    /// Users, movies and an admin, whose id comes back.
    [[nodiscard]] domain::UserId make_data() const {
        persistence::Database database(place_->engine());
        const auto import = persistence::SqlDatasetStore(database).begin_import({});
        for (std::int64_t id = 1; id <= kMovies; ++id)
            import->upsert(domain::Movie{domain::MovieId{id}, "Movie " + std::to_string(id), {}});
        for (std::int64_t id = 1; id <= std::int64_t{kClients} * kUsersAClient; ++id)
            import->upsert(domain::User{domain::UserId{id}, {}});
        import->commit();
        return persistence::SqlAccountRepository(database).create({.username = "admin",
                                                                   .email = "admin@example.org",
                                                                   .password_hash = "none",
                                                                   .role = domain::Role::admin,
                                                                   .token_version = 1},
                                                                  {});
    }
    [[nodiscard]] std::unique_ptr<ServerProcess> serve() const {
        auto environment = place_->environment();
        environment["NEUREC_JWT_SECRET"] = kSecret;
        return std::make_unique<ServerProcess>(place_->home(), environment);
    }
    /// Ends the server, and on PostgreSQL every fourth time the database too, without a warning.
    void kill(ServerProcess& server, int round) {
        if (postgres_ && round % 4 == 3) {
            postgres_->stop_at_once();
            server.process().send(SIGKILL);
            postgres_->start();
        } else {
            server.process().send(SIGKILL);
        }
        server.process().wait();
    }

    /// A session of the killed server may be about to commit; until it is gone, what is stored is
    /// not settled.
    void wait_for_other_sessions(persistence::Database& database) const {
        if (GetParam() != DatabaseKind::postgres) return;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        const auto connection = database.lease();
        for (int others = 1; others > 0;) {
            connection->session() << "select count(*) from pg_stat_activity where datname = "
                                     "current_database() and pid <> pg_backend_pid() and "
                                     "backend_type = 'client backend'",
                soci::into(others);
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << others << " sessions remain";
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    std::unique_ptr<PostgresServer> postgres_;
    std::unique_ptr<TestDatabase> place_;
    std::vector<Writer> writers_;
};
INSTANTIATE_TEST_SUITE_P(, KilledWrites, kEachDatabase, kDatabaseName);

TEST_P(KilledWrites, LeaveEveryAcknowledgedBulkAndNoneInPart) {
    domain::Random random(3);
    for (int round = 0; round < kKills; ++round) {
        const auto server = serve();
        {
            std::vector<std::jthread> clients;
            for (Writer& each : writers_)
                clients.emplace_back([&] { each.write(server->port()); });
            std::this_thread::sleep_for(std::chrono::milliseconds(50 + random.below(250)));
            kill(*server, round);
        }
        persistence::Database database(place_->engine());
        wait_for_other_sessions(database);
        for (Writer& each : writers_)
            each.expect_whole(database);
    }
    for (const Writer& each : writers_)
        EXPECT_GT(each.acknowledged(), 0) << "nothing was ever written";
}

}  // namespace
}  // namespace neurec::tests
