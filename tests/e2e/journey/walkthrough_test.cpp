#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "home.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;

[[nodiscard]] std::string walkthrough() {
    std::ifstream file(std::string(std::getenv("NEUREC_SOURCE_DIR")) + "/docs/walkthrough.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The commands of every ```sh block, one behind the other.
[[nodiscard]] std::string commands_in(const std::string& document) {
    constexpr std::string_view kBegin = "```sh\n";
    constexpr std::string_view kEnd = "```";
    std::string commands;
    for (std::size_t at = document.find(kBegin); at != std::string::npos;
         at = document.find(kBegin, at)) {
        at += kBegin.size();
        const std::size_t end = document.find(kEnd, at);
        commands += document.substr(at, end - at);
        at = end + kEnd.size();
    }
    return commands;
}

TEST(Walkthrough, IsTrue) {
    const Home home;
    home.import_made_data();
    home.succeed({"train", "--epochs", "4"});
    ChildProcess server(home.command({"serve"}), home.environment());
    const std::string port = std::to_string(port_of(server));

    std::string commands = commands_in(walkthrough());
    const std::string address = "http://127.0.0.1:8000";
    ASSERT_NE(commands.find(address), std::string::npos);
    commands.replace(commands.find(address), address.size(), "http://127.0.0.1:" + port);
    const Finished walked = run({"bash", "-euo", "pipefail", "-c", commands});

    ASSERT_EQ(walked.status.code, 0) << walked.errors << walked.output;
    EXPECT_EQ(walked.errors, "");
    for (const char* part :
         {R"("status": "ready")", "Recommendations come from model", R"("username": "ada")",
          R"("rating":5)", R"("rating":1)", "3.5\n", "Rating deleted\n",
          R"("username": "countess")", R"("loc":["body","username"])", R"("input":"**********")",
          "User deleted\n401\n"})
        EXPECT_THAT(walked.output, HasSubstr(part));
    // A line a recommendation: score, title, and the reasons of at least one.
    EXPECT_THAT(walked.output, testing::ContainsRegex("0\\.[0-9]+  .*\\([0-9]{4}\\)  [^\n]+\n"));
    EXPECT_EQ(walked.output.find("short"), std::string::npos) << "a password";
}

}  // namespace
}  // namespace neurec::tests
