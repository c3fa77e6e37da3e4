#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "e2e/databases/server_process.hpp"
#include "support/served_home.hpp"

// A running server whose memory or open files run out: 503 and a word in readiness, never a wrong
// answer and never a hang.
namespace neurec::tests {
namespace {

constexpr std::string_view kForm = "Content-Type: application/x-www-form-urlencoded\r\n";

/// Address space that a process has now.
rlim_t mapped_bytes(pid_t process) {
    std::ifstream pages("/proc/" + std::to_string(process) + "/statm");
    rlim_t count = 0;
    pages >> count;
    return count * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

/// Lets a process map so many bytes more than it has, as long as the object lives.
class ScarceMemory {
  public:
    ScarceMemory(pid_t process, rlim_t more) : process_(process) {
        prlimit(process_, RLIMIT_AS, nullptr, &before_);
        const rlimit scarce{mapped_bytes(process_) + more, before_.rlim_max};
        prlimit(process_, RLIMIT_AS, &scarce, nullptr);
    }
    ~ScarceMemory() { prlimit(process_, RLIMIT_AS, &before_, nullptr); }
    ScarceMemory(const ScarceMemory&) = delete;
    ScarceMemory& operator=(const ScarceMemory&) = delete;

  private:
    pid_t process_;
    rlimit before_{};
};

class ScarceMemoryTest : public testing::Test {
  protected:
    ScarceMemoryTest() {
        home_.add_model("m1", 1);
        home_.models().activate("m1");
        server_.emplace(home_.folder(), home_.environment());
    }
    [[nodiscard]] HttpAnswer log_in(const std::string& password) const {
        return server_->send("POST", "/auth/token", "username=ada@example.org&password=" + password,
                             kForm);
    }
    [[nodiscard]] HttpAnswer sign_up(const std::string& name) const {
        return server_->send("POST", "/users/",
                             R"({"username":")" + name + R"(","email":")" + name +
                                 R"(@example.org","password":"correct horse","age":30})");
    }
    [[nodiscard]] boost::json::object readiness() const {
        return boost::json::parse(server_->send("GET", "/health/ready").body).as_object();
    }

    ServedHome home_{DatabaseKind::sqlite};
    std::optional<ServerProcess> server_;
};

TEST_F(ScarceMemoryTest, IsNoWrongPasswordAndFeedsNoThrottle) {
    const HttpAnswer signed_up = sign_up("ada");
    ASSERT_EQ(signed_up.status, 201) << signed_up.body;
    const std::string id = std::to_string(boost::json::parse(signed_up.body).at("id").as_int64());
    const std::string as_ada =
        "Authorization: Bearer " +
        std::string(
            boost::json::parse(log_in("correct+horse").body).at("access_token").as_string()) +
        "\r\n";
    {
        const ScarceMemory scarce(server_->process().pid(), 20U << 20U);
        for (int i = 0; i < 20; ++i) {
            const HttpAnswer answer = log_in(i % 2 == 0 ? "correct+horse" : "wrong");
            ASSERT_EQ(answer.status, 503) << answer.body;
            EXPECT_EQ(answer.headers.count("retry-after"), 1U);
        }
        EXPECT_EQ(server_
                      ->send("POST", "/auth/session",
                             R"({"email":"ada@example.org","password":"correct horse"})",
                             "X-Neurec-Session: 1\r\n")
                      .status,
                  503);
        EXPECT_EQ(sign_up("bob").status, 503);
        EXPECT_EQ(
            server_
                ->send("PUT", "/users/" + id,
                       R"({"username":"ada","email":"ada@example.org","password":"correct horse"})",
                       as_ada)
                .status,
            503);
        EXPECT_EQ(server_->send("GET", "/movies/").status, 200);
        const auto checks = readiness().at("checks").as_object();
        ASSERT_TRUE(checks.contains("memory"));
        EXPECT_EQ(checks.at("memory").at("status"), "degraded");
    }
    EXPECT_EQ(log_in("correct+horse").status, 200);
    EXPECT_EQ(sign_up("bob").status, 201) << "nothing of the refused one was stored";
    EXPECT_FALSE(readiness().at("checks").as_object().contains("memory"));
}

// What has been at work for a while has some memory of its own; nothing more can be had.
TEST_F(ScarceMemoryTest, IsNoHangAndNoEnd) {
    const auto ask = [this] {
        return server_->send(
            "POST", "/recommendations/cold-start",
            R"({"age":25,"gender":"F","num_recommendations":50,"ratings":[{"movie_id":1,"rating":5}]})");
    };
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(ask().status, 200);
    {
        const ScarceMemory scarce(server_->process().pid(), 0);
        for (int i = 0; i < 200; ++i) {
            const auto begun = std::chrono::steady_clock::now();
            const HttpAnswer answer = ask();
            // 0: closed without an answer.
            ASSERT_TRUE(answer.status == 200 || answer.status == 503 || answer.status == 0)
                << answer.status << answer.body;
            ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
        }
    }
    EXPECT_EQ(ask().status, 200);
    server_->process().send(SIGTERM);
    EXPECT_EQ(server_->process().wait().code, 0) << server_->process().errors();
}

TEST(ScarceFiles, AreAnswered503AndHealthGoesOn) {
    const ServedHome home(DatabaseKind::sqlite);
    ChildProcess process(
        {"bash", "-c", R"(ulimit -n 150 && exec "$@")", "_", program_path("neurec").string(),
         "--home", home.folder().string(), "--port", "0", "--request-log", "off", "serve"},
        home.environment());
    const std::uint16_t port = port_of(process);
    EXPECT_NE(process.errors().find(R"("connections":22)"), std::string::npos) << process.errors();

    std::vector<RawConnection> connections;
    int served = 0;
    int refused = 0;
    for (int i = 0; i < 60; ++i) {
        connections.emplace_back(port);
        connections.back().send(request_bytes("GET", "/movies/"));
        const auto answer = connections.back().read_answer();
        ASSERT_TRUE(answer) << "connection " << i << " hangs";
        ASSERT_TRUE(answer->status == 200 || answer->status == 503) << answer->status;
        ++(answer->status == 200 ? served : refused);
    }
    EXPECT_EQ(served, 22);
    EXPECT_EQ(refused, 38);
    EXPECT_EQ(exchange(port, "GET", "/health/live").status, 200);
    connections.clear();
    EXPECT_EQ(exchange(port, "GET", "/movies/").status, 200);
}

/// `neurec serve` whose log goes into a pipe that the test has.
class LogReader : public testing::Test {
  protected:
    LogReader() {
        const auto fifo = folder_.path() / "log";
        mkfifo(fifo.c_str(), 0600);
        reader_ = open(fifo.c_str(), O_RDWR | O_CLOEXEC);
        process_.emplace(
            std::vector<std::string>{"bash", "-c", R"(exec "${@:2}" 2>"$1")", "_", fifo.string(),
                                     program_path("neurec").string(), "--home",
                                     folder_.path().string(), "--port", "0", "serve"},
            std::map<std::string, std::string>{{"NEUREC_DATABASE_URL", ""}});
        port_ = port_of(*process_);
    }
    ~LogReader() override {
        if (reader_ >= 0) close(reader_);
    }
    void ask_often() const {
        RawConnection connection(port_);
        for (int i = 0; i < 9000; ++i) {  // 2 MB of log
            ASSERT_TRUE(connection.send(request_bytes("GET", "/movies/")));
            ASSERT_EQ(connection.read_answer().value_or(HttpAnswer{}).status, 200) << i;
        }
    }
    void expect_orderly_end() {
        process_->send(SIGTERM);
        EXPECT_EQ(process_->wait(std::chrono::seconds(20)).code, 0);
    }

    TemporaryFolder folder_;
    int reader_ = -1;
    std::optional<ChildProcess> process_;
    std::uint16_t port_ = 0;
};

TEST_F(LogReader, WhoReadsNothingHoldsUpNobody) {
    ask_often();
    const std::string metrics = exchange(port_, "GET", "/metrics").body;
    EXPECT_EQ(metrics.find("\nneurec_log_lines_dropped_total 0\n"), metrics.npos);
    EXPECT_NE(metrics.find("\nneurec_log_lines_dropped_total "), metrics.npos);
    expect_orderly_end();
}

TEST_F(LogReader, WhoGoesEndsNoServer) {
    close(std::exchange(reader_, -1));
    ask_often();
    expect_orderly_end();
}

}  // namespace
}  // namespace neurec::tests
