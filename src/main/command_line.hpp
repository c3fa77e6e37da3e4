#pragma once

#include <string>
#include <vector>

namespace neurec {

/// The command line, the program's name first. Secrets in it are blotted out in `values`, which is
/// what the process list shows; until then, a moment after the start, it shows them.
[[nodiscard]] std::vector<std::string> taken_command_line(int count, char** values);

/// `command_line` for a program that takes this one's place: it finds the secrets in the
/// environment instead.
[[nodiscard]] std::vector<std::string> with_secrets_in_environment(
    std::vector<std::string> command_line);

}  // namespace neurec
