#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/http_client.hpp"
#include "support/test_database.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

/// PostgreSQL trusts the tests, so that any password will do.
constexpr const char* kPassword = "hunter2-it's";
constexpr const char* kPieceOfIt = "hunter2";

std::string content(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

/// What the process list shows of a process, its arguments parted by spaces.
std::string shown_command(const std::filesystem::path& process) {
    std::string text = content(process / "cmdline");
    std::ranges::replace(text, '\0', ' ');
    return text;
}

/// What `look` finds in the end, or nothing.
std::string awaited(const std::function<std::string()>& look) {
    std::string found;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (found.empty() && std::chrono::steady_clock::now() < give_up)
        found = look();
    return found;
}

/// The command of the training program that `parent` has started, once it runs.
std::string command_of_training(pid_t parent) {
    const std::string mark = "\nPPid:\t" + std::to_string(parent) + "\n";
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
        const std::string command = shown_command(process.path());
        if (command.find("neurec-train") != std::string::npos &&
            content(process.path() / "status").find(mark) != std::string::npos)
            return command;
    }
    return {};
}

/// Programs that are told a password on their command line.
class Secrets : public OnEachDatabase {
  protected:
    /// `flag`: "--database-url", or that with "=".
    [[nodiscard]] Words command(const std::string& flag, Words arguments) const {
        const std::string url = place_.url() + "&password=" + kPassword;
        Words words{program_path("neurec"), "--home", place_.home()};
        if (flag.ends_with('='))
            words.push_back(flag + url);
        else
            words.insert(words.end(), {flag, url});
        words.insert(words.end(), arguments.begin(), arguments.end());
        return words;
    }
    void import_made_data() {
        const std::string made = place_.home() / "made.zip";
        ASSERT_EQ(run({program_path("neurec"), "generate", "--output", made, "--users", "200",
                       "--movies", "80", "--ratings-per-user", "30"})
                      .status.code,
                  0);
        const Finished import = run(command("--database-url", {"import", made}));
        ASSERT_EQ(import.status.code, 0) << import.errors;
        EXPECT_THAT(import.output + import.errors, Not(HasSubstr(kPieceOfIt)));
    }
    static bool can_train() { return std::filesystem::exists(program_path("neurec-train")); }
};
INSTANTIATE_TEST_SUITE_P(, Secrets, testing::Values(DatabaseKind::postgres), kDatabaseName);

TEST_P(Secrets, OfTheCommandLineAreInNoReportAndNoAnswer) {
    import_made_data();
    for (const char* const flag : {"--database-url", "--database-url="}) {
        const std::string json = place_.home() / "report.json";
        const std::string html = place_.home() / "it's a report.html";
        const Finished evaluation =
            run(command(flag, {"evaluate", "--no-model", "--methods", "popularity", "--json", json,
                               "--html", html}));
        ASSERT_EQ(evaluation.status.code, 0) << evaluation.errors;
        EXPECT_THAT(content(json), Not(HasSubstr(kPieceOfIt)));
        EXPECT_THAT(content(html), Not(HasSubstr(kPieceOfIt)));
        EXPECT_THAT(evaluation.output + evaluation.errors, Not(HasSubstr(kPieceOfIt)));
        const std::string told(boost::json::parse(content(json)).at("command").as_string());
        EXPECT_THAT(told, HasSubstr("evaluate --no-model"));
        EXPECT_THAT(told, HasSubstr("it'\\''s a report.html'")) << "as a shell takes it";
    }
}

TEST_P(Secrets, OfTheCommandLineAreInNoMessage) {
    // Nobody listens on port 1.
    const std::string away = std::string("postgresql://u:") + kPassword + "@127.0.0.1:1/d";
    for (const Words& arguments :
         {Words{"--database-url", away, "migrate"}, Words{"--databse-url=" + away, "migrate"},
          Words{"--databse-url", away, "migrate"}, Words{"migrate", away},
          Words{"--log-level", away, "migrate"}, Words{"--database-url", away, "config"}}) {
        Words words = arguments;
        words.insert(words.begin(), program_path("neurec"));
        const Finished finished = run(words, {{"NEUREC_HOME", place_.home()}});
        EXPECT_NE(finished.output + finished.errors, "");
        EXPECT_THAT(finished.output + finished.errors, Not(HasSubstr(kPieceOfIt)));
    }
}

TEST_P(Secrets, OfTheServersCommandLineAreNotInTheProcessList) {
    import_made_data();
    for (const char* const flag : {"--database-url", "--database-url="}) {
        ChildProcess server(command(flag, {"serve", "--port", "0"}));
        ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
        const std::string shown = shown_command("/proc/" + std::to_string(server.pid()));
        EXPECT_THAT(shown, HasSubstr("serve --port 0"));
        EXPECT_THAT(shown, Not(HasSubstr(kPieceOfIt)));
        EXPECT_THAT(server.output() + server.errors(), Not(HasSubstr(kPieceOfIt)));
    }
}

TEST_P(Secrets, OfTheServersCommandLineAreNotOnItsTrainingProgramsEither) {
    if (!can_train()) GTEST_SKIP() << "neurec-train is not part of this build";
    import_made_data();
    const Finished made =
        run(command("--database-url", {"user", "create-admin", "--email", "a@b.org"}),
            {{"NEUREC_ADMIN_PASSWORD", "correct horse"}});
    ASSERT_EQ(made.status.code, 0) << made.errors;
    ChildProcess server(command("--database-url", {"serve", "--port", "0"}));
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    const std::string output = server.output();
    const std::string mark = "127.0.0.1:";
    const auto port =
        static_cast<std::uint16_t>(std::stoi(output.substr(output.find(mark) + mark.size())));
    const HttpAnswer login =
        exchange(port, "POST", "/auth/token", "username=a%40b.org&password=correct+horse",
                 "Content-Type: application/x-www-form-urlencoded\r\n");
    ASSERT_EQ(login.status, 200) << login.body;
    const std::string token(boost::json::parse(login.body).at("access_token").as_string());
    const HttpAnswer job =
        exchange(port, "POST", "/admin/training-jobs", R"({"epochs":100000,"patience":100000})",
                 "Authorization: Bearer " + token + "\r\n");
    ASSERT_EQ(job.status, 201) << job.body;

    const std::string shown = awaited([&] { return command_of_training(server.pid()); });
    EXPECT_THAT(shown, HasSubstr("train --progress-lines"));
    EXPECT_THAT(shown, Not(HasSubstr("postgres")));
    EXPECT_THAT(shown, Not(HasSubstr(kPieceOfIt)));
}

TEST_P(Secrets, OfTheCommandLineAreNotHandedOnToTheProgramThatTrains) {
    if (!can_train()) GTEST_SKIP() << "neurec-train is not part of this build";
    import_made_data();
    ChildProcess evaluation(command("--database-url", {"evaluate", "--methods", "model", "--epochs",
                                                       "100000", "--patience", "100000"}));
    const std::filesystem::path process = "/proc/" + std::to_string(evaluation.pid());
    const std::string shown = awaited([&] {
        return std::filesystem::read_symlink(process / "exe").filename() == "neurec-train"
                   ? shown_command(process)
                   : std::string();
    });
    EXPECT_THAT(shown, HasSubstr("evaluate --methods model"));
    EXPECT_THAT(shown, Not(HasSubstr(kPieceOfIt)));
    EXPECT_TRUE(evaluation.wait_for_text("Loading ratings")) << "it found the database\n"
                                                             << evaluation.errors();
    EXPECT_THAT(evaluation.errors(), HasSubstr("200 users"));
}

}  // namespace
}  // namespace neurec::tests
