#include "presentation/cli/typed_command.hpp"

#include <ranges>
#include <string_view>

#include "presentation/cli/settings.hpp"

namespace neurec::presentation::cli {

namespace {

/// As a shell takes it: bare where no character means anything to it, else in single quotes, within
/// which a single quote alone has to be written otherwise.
[[nodiscard]] std::string quoted(const std::string& argument) {
    constexpr const char* kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
    if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos)
        return argument;
    std::string text = "'";
    for (const char c : argument)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

}  // namespace

std::string typed_command(std::vector<std::string> arguments) {
    for (const SecretArgument& secret : secrets_in(arguments) | std::views::reverse)
        arguments.erase(arguments.begin() + secret.first, arguments.begin() + secret.last + 1);
    std::string command = "neurec";
    for (const std::string& argument : arguments)
        command += ' ' + quoted(argument);
    return command;
}

std::string without_passwords(std::string text) {
    constexpr std::string_view kScheme = "://";
    const std::size_t scheme = text.find(kScheme);
    const std::size_t end = text.rfind('@');
    if (scheme != std::string::npos && end != std::string::npos && end > scheme) {
        const std::size_t begin = scheme + kScheme.size();
        text.replace(begin, end - begin, "…");
    }
    constexpr std::string_view kParameter = "password=";
    for (std::size_t at = text.find(kParameter); at != std::string::npos;
         at = text.find(kParameter, at)) {
        at += kParameter.size();
        text.replace(at, text.find_first_of("& \n", at) - at, "…");
    }
    return text;
}

}  // namespace neurec::presentation::cli
