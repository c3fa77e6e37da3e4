#include <gmock/gmock.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>

#include "served_api.hpp"
#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class UserCommand : public testing::Test {
  protected:
    [[nodiscard]] std::vector<std::string> create_admin(std::vector<std::string> more) const {
        more.insert(more.begin(), {program_path("neurec").string(), "--home",
                                   folder_.path().string(), "user", "create-admin"});
        return more;
    }
    [[nodiscard]] static Finished with_password(const std::vector<std::string>& command,
                                                const std::string& password) {
        return run(command, {{"NEUREC_ADMIN_PASSWORD", password}});
    }

    TemporaryFolder folder_;
};

/// A program on a terminal of its own, as a person sees it.
class OnTerminal {
  public:
    explicit OnTerminal(std::vector<std::string> command) {
        std::vector<char*> arguments;
        for (std::string& word : command)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (pid_ == 0) {
            unsetenv("NEUREC_ADMIN_PASSWORD");
            execv(arguments[0], arguments.data());
            _exit(127);
        }
    }
    ~OnTerminal() {
        close(terminal_);
        if (!waited_) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
    }
    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    /// Reads on until the screen shows this.
    bool shows(const std::string& text) {
        while (screen_.find(text) == std::string::npos)
            if (!read_more()) return false;
        return true;
    }
    void type(const std::string& line) const {
        ASSERT_EQ(write(terminal_, line.data(), line.size()), static_cast<ssize_t>(line.size()));
    }
    int exit_code() {
        while (read_more()) {
        }
        int status = 0;
        waitpid(pid_, &status, 0);
        waited_ = true;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] const std::string& screen() const { return screen_; }

  private:
    bool read_more() {
        pollfd waiting{terminal_, POLLIN, 0};
        if (poll(&waiting, 1, 60'000) <= 0) return false;
        std::array<char, 1024> buffer;
        const ssize_t count = read(terminal_, buffer.data(), buffer.size());
        if (count <= 0) return false;
        screen_.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }

    int terminal_ = -1;
    pid_t pid_ = -1;
    bool waited_ = false;
    std::string screen_;
};

TEST_F(UserCommand, AsksForThePasswordTwiceWithoutShowingIt) {
    OnTerminal program(create_admin({"--email", "ada@example.org"}));
    ASSERT_TRUE(program.shows("Password: ")) << program.screen();
    program.type("quite a secret\n");
    ASSERT_TRUE(program.shows("The same again: ")) << program.screen();
    program.type("quite a secret\n");
    EXPECT_EQ(program.exit_code(), 0) << program.screen();
    EXPECT_THAT(program.screen(), HasSubstr("Admin ada@example.org can log in"));
    EXPECT_THAT(program.screen(), Not(HasSubstr("secret")));
}

TEST_F(UserCommand, StoresNothingWhenTheTwoPasswordsDiffer) {
    OnTerminal program(create_admin({"--email", "ada@example.org"}));
    ASSERT_TRUE(program.shows("Password: ")) << program.screen();
    program.type("quite a secret\n");
    ASSERT_TRUE(program.shows("The same again: ")) << program.screen();
    program.type("another secret\n");
    EXPECT_EQ(program.exit_code(), 2);
    EXPECT_THAT(program.screen(), HasSubstr("differ"));
    // The email is free still.
    const Finished made =
        with_password(create_admin({"--email", "ada@example.org"}), "quite a secret");
    EXPECT_EQ(made.status.code, 0) << made.errors;
    EXPECT_THAT(made.output, HasSubstr("Admin ada@example.org can log in"));
}

TEST_F(UserCommand, WantsAPasswordThatMayBeChosen) {
    const auto command = create_admin({"--email", "ada@example.org"});
    const std::map<const char*, const char*> why = {{"short", "8 to 128 characters"},
                                                    {"password", "common"},
                                                    {"żółwiki", "8 to 128 characters"}};
    for (const auto& [password, reason] : why) {
        const Finished refused = with_password(command, password);
        EXPECT_EQ(refused.status.code, 2) << password;
        EXPECT_THAT(refused.errors, HasSubstr(reason)) << password;
        EXPECT_THAT(refused.errors, Not(HasSubstr("'" + std::string(password) + "'")));
    }
    const Finished nowhere_to_ask = run(command, {{"NEUREC_ADMIN_PASSWORD", ""}});
    EXPECT_EQ(nowhere_to_ask.status.code, 2);
    EXPECT_THAT(nowhere_to_ask.errors, HasSubstr("NEUREC_ADMIN_PASSWORD"));
    const Finished made = with_password(command, "żółwiki i spółka");
    EXPECT_EQ(made.status.code, 0) << made.errors;
    EXPECT_THAT(made.output, HasSubstr("Admin ada@example.org can log in"));
    const Finished taken = with_password(command, "żółwiki i spółka");
    EXPECT_EQ(taken.status.code, 4);
    EXPECT_THAT(taken.errors, HasSubstr("Email already registered"));
    EXPECT_EQ(taken.output, "");
}

TEST_F(UserCommand, WantsANameThatShowsSomething) {
    const auto refusal_of = [&](const std::string& email, const std::string& username) {
        const Finished refused = with_password(
            create_admin({"--email", email, "--username", username}), "quite a secret");
        EXPECT_EQ(refused.status.code, 2);
        return refused.errors;
    };
    EXPECT_THAT(refusal_of("ada@example.org", " \u00a0"), HasSubstr("The username is blank"));
    const std::string colourful = refusal_of("ada@example.org", "\x1b[31mada");
    EXPECT_THAT(colourful, HasSubstr("The username has a control character"));
    EXPECT_THAT(colourful, Not(HasSubstr("\x1b")));
    EXPECT_THAT(refusal_of("\u200b", "ada"), HasSubstr("The email is blank"));
}

TEST_F(UserCommand, PrintsTheFirstAdminsPasswordOnce) {
    const auto command =
        create_admin({"--email", "admin@localhost", "--generate-password", "--only-the-first"});
    const Finished first = run(command);
    EXPECT_EQ(first.status.code, 0) << first.errors;
    EXPECT_THAT(first.output, HasSubstr("shown this once: "));
    const Finished second = run(command);
    EXPECT_EQ(second.status.code, 0) << second.errors;
    EXPECT_EQ(second.output, "");
}

}  // namespace
}  // namespace neurec::tests
