#include "main/command_line.hpp"

#include <cstdlib>
#include <cstring>
#include <ranges>

#include "presentation/cli/settings.hpp"

namespace neurec {

using presentation::cli::SecretArgument;
using presentation::cli::secrets_in;

std::vector<std::string> taken_command_line(int count, char** values) {
    std::vector<std::string> command_line{values, values + count};
    for (const SecretArgument& secret : secrets_in(command_line)) {
        // Not even its length stays.
        char* const text = values[secret.last] + secret.begin;
        std::memset(text, 0, std::strlen(text));
    }
    return command_line;
}

std::vector<std::string> with_secrets_in_environment(std::vector<std::string> command_line) {
    for (const SecretArgument& secret : secrets_in(command_line) | std::views::reverse) {
        const std::string& argument = command_line[static_cast<std::size_t>(secret.last)];
        setenv(secret.environment, argument.c_str() + secret.begin, 1);
        command_line.erase(command_line.begin() + secret.first,
                           command_line.begin() + secret.last + 1);
    }
    return command_line;
}

}  // namespace neurec
