#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace neurec::presentation::cli {

/// Lets a command go on only with one of its subcommands: InvalidInput, naming them, without one.
/// CLI11's own check comes too early: it hides the word that was meant to be one.
void require_one_command(CLI::App& command);

/// After a failed parse: the first word or flag of the command line that nothing took, where that
/// was, and the nearest right one, for people; empty where everything was taken.
[[nodiscard]] std::string first_unknown_word(const CLI::App& program);

/// The command that was given, as typed: "neurec model list".
[[nodiscard]] std::string given_command(const CLI::App& program);

}  // namespace neurec::presentation::cli
