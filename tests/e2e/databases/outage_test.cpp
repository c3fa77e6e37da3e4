#include <libpq-fe.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "e2e/databases/server_process.hpp"
#include "support/postgres_server.hpp"
#include "support/served_home.hpp"

namespace neurec::tests {
namespace {

using Clock = std::chrono::steady_clock;

/// What clients that ask again and again, without a pause, were told.
class Load {
  public:
    using Ask = std::function<HttpAnswer(int)>;

    explicit Load(const std::vector<Ask>& asks) {
        for (const Ask& ask : asks)
            clients_.emplace_back([this, ask](const std::stop_token& stop) {
                for (int i = 0; !stop.stop_requested(); ++i)
                    note(ask, i);
            });
    }
    void end() { clients_.clear(); }

    [[nodiscard]] int count(int status) {
        const std::lock_guard lock(mutex_);
        return counts_[status];
    }
    /// Statuses other than these.
    [[nodiscard]] std::map<int, int> beside(std::initializer_list<int> expected) {
        const std::lock_guard lock(mutex_);
        std::map<int, int> rest = counts_;
        for (const int each : expected)
            rest.erase(each);
        return rest;
    }
    [[nodiscard]] Clock::duration longest() {
        const std::lock_guard lock(mutex_);
        return longest_;
    }
    [[nodiscard]] int without_retry_after() {
        const std::lock_guard lock(mutex_);
        return without_retry_after_;
    }

  private:
    void note(const Ask& ask, int i) {
        const auto begun = Clock::now();
        const HttpAnswer answer = ask(i);
        const auto taken = Clock::now() - begun;
        const std::lock_guard lock(mutex_);
        ++counts_[answer.status];
        longest_ = std::max(longest_, taken);
        if (answer.status == 503 && !answer.headers.contains("retry-after")) ++without_retry_after_;
    }

    std::mutex mutex_;
    std::map<int, int> counts_;
    Clock::duration longest_{};
    int without_retry_after_ = 0;
    std::vector<std::jthread> clients_;  ///< last: ends before what it uses goes
};

/// One request on a connection of its own, awaited for longer than any may take.
HttpAnswer ask(std::uint16_t port, std::string_view method, std::string_view target,
               std::string_view body = {}, std::string_view headers = {}) {
    RawConnection connection(port);
    connection.send(request_bytes(method, target, body, headers));
    return connection.read_answer(false, std::chrono::seconds(40)).value_or(HttpAnswer{});
}

class Outage : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (!PostgresServer::is_available()) return;
        postgres_ = std::make_unique<PostgresServer>();
    }
    static void TearDownTestSuite() { postgres_.reset(); }

    void SetUp() override {
        if (!postgres_) GTEST_SKIP() << "needs Debian's package postgresql";
        home_ = std::make_unique<ServedHome>(postgres_->url());
        home_->add_model("m1", 1);
        home_->models().activate("m1");
        server_ = std::make_unique<ServerProcess>(home_->folder(), home_->environment());
    }

    [[nodiscard]] HttpAnswer rate() const {
        const std::string user = std::to_string(home_->data().users()[0].id.value);
        const std::string movie = std::to_string(home_->data().movies()[0].id.value);
        return ask(server_->port(), "POST", "/ratings/",
                   "[{\"user_id\":" + user + ",\"movie_id\":" + movie + ",\"rating\":5}]",
                   home_->as_admin());
    }
    [[nodiscard]] HttpAnswer recommend() const {
        const std::string user = std::to_string(home_->data().users()[1].id.value);
        return ask(server_->port(), "POST", "/recommendations/cold-start",
                   "{\"user_id\":" + user + "}", home_->as_admin());
    }
    [[nodiscard]] HttpAnswer list() const { return ask(server_->port(), "GET", "/movies/?size=3"); }
    [[nodiscard]] int readiness() const {
        return ask(server_->port(), "GET", "/health/ready").status;
    }
    [[nodiscard]] std::vector<Load::Ask> all() const {
        return {[this](int) { return rate(); }, [this](int) { return recommend(); },
                [this](int) { return list(); }, [this](int) { return rate(); }};
    }
    /// Waits until `holds`; false where it does not within `limit`.
    [[nodiscard]] static bool soon(const std::function<bool()>& holds, std::chrono::seconds limit) {
        const auto give_up = Clock::now() + limit;
        while (Clock::now() < give_up) {
            if (holds()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }
    void expect_all_is_well() {
        EXPECT_EQ(readiness(), 200);
        for (int i = 0; i < 10; ++i) {
            EXPECT_EQ(rate().status, 201);
            EXPECT_EQ(recommend().status, 200);
            EXPECT_EQ(list().status, 200);
        }
    }
    static void run_on_postgres(const std::string& sql) {
        PGconn* const connection = PQconnectdb(postgres_->url().c_str());
        PQclear(PQexec(connection, sql.c_str()));
        PQfinish(connection);
    }

    static inline std::unique_ptr<PostgresServer> postgres_;
    std::unique_ptr<ServedHome> home_;
    std::unique_ptr<ServerProcess> server_;
};

TEST_F(Outage, OfACrashedDatabaseIsToldAsSuchAndEndsByItself) {
    expect_all_is_well();
    Load load(all());
    ASSERT_TRUE(soon([&] { return load.count(200) > 20; }, std::chrono::seconds(30)));

    postgres_->stop_at_once();
    EXPECT_TRUE(soon([&] { return readiness() == 503; }, std::chrono::seconds(10)));
    const int refused = load.count(503);
    EXPECT_TRUE(soon([&] { return load.count(503) > refused + 20; }, std::chrono::seconds(30)));
    const HttpAnswer answer = rate();
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.headers.contains("retry-after"));
    EXPECT_EQ(answer.body.find("postgres"), std::string::npos) << answer.body;
    // What needs no database goes on.
    EXPECT_EQ(ask(server_->port(), "POST", "/recommendations/cold-start", "{}").status, 200);

    postgres_->start();
    EXPECT_TRUE(soon([&] { return readiness() == 200; }, std::chrono::seconds(15)));
    const int served = load.count(200);
    EXPECT_TRUE(soon([&] { return load.count(200) > served + 20; }, std::chrono::seconds(30)));
    load.end();
    expect_all_is_well();
    EXPECT_EQ(load.beside({200, 201, 503}), (std::map<int, int>{}));
    EXPECT_EQ(load.without_retry_after(), 0);
    EXPECT_LT(load.longest(), std::chrono::seconds(25));
}

TEST_F(Outage, OfSingleConnectionsCostsAtMostTheRequestsThatWereOnThem) {
    Load load(all());
    ASSERT_TRUE(soon([&] { return load.count(200) > 20; }, std::chrono::seconds(30)));
    constexpr int kTimes = 5;
    for (int i = 0; i < kTimes; ++i) {
        run_on_postgres(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where application_name = 'neurec'");
        const int served = load.count(200);
        EXPECT_TRUE(soon([&] { return load.count(200) > served + 5; }, std::chrono::seconds(30)));
    }
    load.end();
    EXPECT_EQ(load.beside({200, 201, 503}), (std::map<int, int>{}));
    // Four clients, each with one request under way.
    EXPECT_LE(load.count(503), 4 * kTimes);
    expect_all_is_well();
}

TEST_F(Outage, OfADatabaseThatHangsKeepsNobodyWaitingForLong) {
    expect_all_is_well();
    Load load(all());
    ASSERT_TRUE(soon([&] { return load.count(200) > 20; }, std::chrono::seconds(30)));
    postgres_->freeze();
    EXPECT_TRUE(soon([&] { return readiness() == 503; }, std::chrono::seconds(10)));
    EXPECT_TRUE(soon([&] { return load.count(503) > 4; }, std::chrono::seconds(60)));
    postgres_->thaw();
    EXPECT_TRUE(soon([&] { return readiness() == 200; }, std::chrono::seconds(20)));
    load.end();
    EXPECT_EQ(load.beside({200, 201, 503}), (std::map<int, int>{}));
    EXPECT_LT(load.longest(), std::chrono::seconds(25));
    expect_all_is_well();
}

TEST(MovedHome, IsMissedAndNotMadeAnewAndServedAgainWhenItIsBack) {
    ServedHome home(DatabaseKind::sqlite);
    home.add_model("m1", 1);
    home.models().activate("m1");
    const ServerProcess server(home.folder(), home.environment());
    const auto readiness = [&] { return ask(server.port(), "GET", "/health/ready"); };
    const auto await = [&](int status) {
        const auto give_up = Clock::now() + std::chrono::seconds(20);
        while (readiness().status != status && Clock::now() < give_up)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return readiness();
    };
    const std::string before = ask(server.port(), "GET", "/movies/").body;
    ASSERT_EQ(readiness().status, 200);

    const std::filesystem::path elsewhere = home.folder().string() + "-elsewhere";
    std::filesystem::rename(home.folder(), elsewhere);
    EXPECT_NE(await(503).body.find("is gone"), std::string::npos) << readiness().body;
    EXPECT_EQ(ask(server.port(), "GET", "/movies/").status, 503);
    EXPECT_FALSE(std::filesystem::exists(home.folder()));

    std::filesystem::rename(elsewhere, home.folder());
    EXPECT_EQ(await(200).status, 200);
    EXPECT_EQ(ask(server.port(), "GET", "/movies/").body, before);
}

}  // namespace
}  // namespace neurec::tests
