#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {

/// A home folder of its own, and the program run on it.
class Home {
  public:
    [[nodiscard]] std::vector<std::string> command(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), program_path("neurec").string());
        return arguments;
    }
    /// Nothing of the tester's own settings gets in.
    [[nodiscard]] std::map<std::string, std::string> environment() const {
        return {{"NEUREC_HOME", path().string()},
                {"NEUREC_DATASET", ""},
                {"NEUREC_HOST", ""},
                {"NEUREC_PORT", "0"}};
    }
    [[nodiscard]] Finished neurec(const std::vector<std::string>& arguments) const {
        return run(command(arguments), environment());
    }
    /// As neurec(), where anything but success fails the test.
    Finished succeed(const std::vector<std::string>& arguments) const {
        Finished finished = neurec(arguments);
        EXPECT_EQ(finished.status.code, 0) << arguments.front() << ": " << finished.errors;
        return finished;
    }
    /// Makes a small data set with planted tastes and imports it.
    void import_made_data() const {
        const std::string archive = (folder_.path() / "made.zip").string();
        succeed({"generate", "--users", "500", "--movies", "150", "--ratings-per-user", "40",
                 "--output", archive});
        succeed({"import", archive});
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "home"; }
    [[nodiscard]] std::filesystem::path models() const { return path() / "models"; }

  private:
    TemporaryFolder folder_;
};

/// The port that `neurec serve` says it listens on.
inline std::uint16_t port_of(ChildProcess& server) {
    EXPECT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    const std::string output = server.output();
    constexpr std::string_view kMark = "listens on http://127.0.0.1:";
    return static_cast<std::uint16_t>(std::stoi(output.substr(output.find(kMark) + kMark.size())));
}

}  // namespace neurec::tests
