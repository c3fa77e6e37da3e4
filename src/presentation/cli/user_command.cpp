#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>

#include "application/dtos/text_rules.hpp"
#include "application/use_cases/manage_users.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/unknown_words.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr std::ptrdiff_t kShortestPassword = 8;
constexpr std::ptrdiff_t kLongestPassword = 128;

struct AdminOptions {
    std::string email;
    std::string username = "admin";
    bool generate_password = false;
    bool only_the_first = false;
};

/// While it lives, what is typed is not shown.
class HiddenTyping {
  public:
    HiddenTyping() {
        tcgetattr(STDIN_FILENO, &before_);
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    ~HiddenTyping() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

  private:
    termios before_{};
};

[[nodiscard]] std::string typed(const char* prompt) {
    std::string line;
    {
        // Before the prompt: whoever types as soon as they see it shows nothing, and loses nothing.
        const HiddenTyping hidden;
        std::cerr << prompt << std::flush;
        std::getline(std::cin, line);
    }
    std::cerr << '\n';
    return line;
}

[[nodiscard]] std::string asked_password() {
    if (isatty(STDIN_FILENO) != 1)
        throw domain::InvalidInput(
            "No password: set NEUREC_ADMIN_PASSWORD, give --generate-password, or run this on a "
            "terminal.");
    const std::string password = typed("Password: ");
    if (typed("The same again: ") != password)
        throw domain::InvalidInput("The two passwords differ. Nothing was stored.");
    return password;
}

/// 120 random bits as letters and digits that are not taken for one another.
[[nodiscard]] std::string random_password() {
    constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ2346789";
    constexpr int kLength = 21;
    std::random_device source;
    std::uniform_int_distribution<std::size_t> pick(0, kLetters.size() - 1);
    std::string password;
    for (int i = 0; i < kLength; ++i)
        password += kLetters[pick(source)];
    return password;
}

[[nodiscard]] std::string password_for(const AdminOptions& options) {
    if (options.generate_password) return random_password();
    const char* const given = std::getenv("NEUREC_ADMIN_PASSWORD");
    std::string password = given != nullptr && *given != '\0' ? given : asked_password();
    const auto characters = std::ranges::count_if(
        password, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
    if (characters < kShortestPassword || characters > kLongestPassword)
        throw domain::InvalidInput("A password has " + std::to_string(kShortestPassword) + " to " +
                                   std::to_string(kLongestPassword) + " characters.");
    return password;
}

/// InvalidInput, without the text, which may have control characters.
void require_name(const char* what, const std::string& text) {
    if (const auto problem = application::problem_of_name(text))
        throw domain::InvalidInput("The " + std::string(what) + " " + std::string(*problem) +
                                   "; give another one.");
}

void create_admin(CommandContext& context, const AdminOptions& options) {
    domain::AccountRepository& accounts = context.accounts();
    if (options.only_the_first && accounts.has_admin()) return;
    require_name("email", options.email);
    require_name("username", options.username);
    if (options.email.find('@') == std::string::npos)
        throw domain::InvalidInput("'" + options.email + "' is not an email address.");
    const std::string password = password_for(options);
    application::UserSchema admin;
    admin.username = options.username;
    admin.email = options.email;
    admin.password = password;
    static_cast<void>(
        application::CreateUser(accounts, context.password_hasher(), context.common_passwords())(
            admin, domain::Role::admin));
    std::cout << "Admin " << options.email << " can log in at POST /auth/token.\n";
    if (options.generate_password) std::cout << "  Password, shown this once: " << password << "\n";
}

}  // namespace

void add_user_command(CLI::App& app, CommandContext& context) {
    CLI::App* user = app.add_subcommand("user", "Accounts that the API cannot make");
    require_one_command(*user);
    CLI::App* admin = user->add_subcommand("create-admin", "Make somebody who may do everything");
    auto options = std::make_shared<AdminOptions>();
    admin->add_option("--email", options->email, "Logs in")->required();
    admin->add_option("--username", options->username, "Shown to others")->capture_default_str();
    admin->add_flag("--generate-password", options->generate_password,
                    "Make a password and print it once");
    admin->add_flag("--only-the-first", options->only_the_first,
                    "Do nothing where there is an admin");
    admin->footer(
        "The password is asked for, or taken from NEUREC_ADMIN_PASSWORD.\n\n"
        "  neurec user create-admin --email ada@example.org --username ada");
    admin->callback([&context, options] { create_admin(context, *options); });
}

}  // namespace neurec::presentation::cli
