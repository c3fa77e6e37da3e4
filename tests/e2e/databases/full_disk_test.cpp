#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "e2e/databases/server_process.hpp"
#include "support/served_home.hpp"
#include "support/tiny_filesystem.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;

/// A server whose home is a small disk.
class FullDisk : public testing::Test {
  protected:
    void SetUp() override {
        if (!disk_.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
        ServedHome made(DatabaseKind::sqlite);
        made.add_model("m1", 1);
        made.models().activate("m1");
        const auto copied = run({"sqlite3", (made.folder() / "neurec.sqlite").string(),
                                 ".backup '" + (disk_.path() / "neurec.sqlite").string() + "'"});
        ASSERT_EQ(copied.status.code, 0) << copied.errors;
        std::filesystem::copy(made.folder() / "models", disk_.path() / "models",
                              std::filesystem::copy_options::recursive);
        environment_ = made.environment();
        environment_["NEUREC_HOME"] = disk_.path().string();
    }
    void start() { server_.emplace(disk_.path(), environment_); }
    void fill() const { std::ofstream(filler_) << std::string(40'000'000, 'x'); }
    void make_room() const { std::filesystem::remove(filler_); }

    [[nodiscard]] HttpAnswer sign_up() const {
        return server_->send(
            "POST", "/users/",
            R"({"username":"ada","email":"ada@example.org","password":"correct horse"})");
    }
    /// What /health/ready says when its status has become that, or in the end.
    [[nodiscard]] std::string readiness_when(std::string_view status) const {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (true) {
            const HttpAnswer answer = server_->send("GET", "/health/ready");
            if (boost::json::parse(answer.body).at("status").as_string() == status ||
                std::chrono::steady_clock::now() > give_up)
                return std::to_string(answer.status) + answer.body;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    [[nodiscard]] std::string metrics() const { return server_->send("GET", "/metrics").body; }

    TemporaryFolder folder_;
    TinyFilesystem disk_{folder_.path() / "disk", "32m"};
    std::filesystem::path filler_ = disk_.path() / "filler";
    std::map<std::string, std::string> environment_;
    std::optional<ServerProcess> server_;
};

TEST_F(FullDisk, IsToldByReadinessLogAndMetricsAndEndsByItself) {
    start();
    EXPECT_THAT(readiness_when("ready"), HasSubstr("200{\"status\":\"ready\""));
    EXPECT_THAT(metrics(), HasSubstr("\nneurec_database_is_writable 1\n"));

    fill();
    const std::string degraded = readiness_when("degraded");
    EXPECT_THAT(degraded, HasSubstr("200{\"status\":\"degraded\""));
    EXPECT_THAT(degraded, HasSubstr("nothing can be stored: "));
    EXPECT_THAT(degraded, HasSubstr("the disk is full"));
    EXPECT_THAT(metrics(), HasSubstr("\nneurec_database_is_writable 0\n"));
    EXPECT_THAT(metrics(), HasSubstr("\nneurec_database_is_readable 1\n"));
    EXPECT_THAT(server_->process().errors(), HasSubstr("database does not work"));
    EXPECT_EQ(sign_up().status, 503);
    EXPECT_EQ(server_->send("GET", "/movies/").status, 200);
    EXPECT_EQ(server_->send("POST", "/recommendations/cold-start", "{}").status, 200);

    make_room();
    EXPECT_THAT(readiness_when("ready"), HasSubstr("200{\"status\":\"ready\""));
    EXPECT_THAT(server_->process().errors(), HasSubstr("database works again"));
    EXPECT_EQ(sign_up().status, 201);
}

TEST_F(FullDisk, EndsTheStartWithTheReason) {
    fill();
    const auto refusal_of_start = [&] {
        const Finished finished = run({program_path("neurec").string(), "--home",
                                       disk_.path().string(), "--port", "0", "serve"},
                                      environment_);
        EXPECT_EQ(finished.status.code, 6);
        EXPECT_THAT(finished.errors, HasSubstr((disk_.path() / "neurec.sqlite").string()));
        return finished.errors;
    };
    EXPECT_THAT(refusal_of_start(), HasSubstr("Check the disk and its free space"));
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(disk_.path() / (std::string("neurec.sqlite") + end));
    fill();
    EXPECT_THAT(refusal_of_start(), HasSubstr("the disk is full"));
}

}  // namespace
}  // namespace neurec::tests
