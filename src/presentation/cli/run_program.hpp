#pragma once

#include <exception>
#include <string>
#include <vector>

namespace neurec::presentation::cli {

class CommandContext;
struct Settings;

/// Parses the command line (with the program's name first), runs the subcommand and returns the
/// exit code: 0, or that of the error's kind (errors.hpp); 1 for an unexpected failure, 2 for a
/// wrong command line, 6 for what has run out (memory, threads, open files). Errors go to standard
/// error as one message. `settings` is filled before the subcommand runs.
int run_program(const std::vector<std::string>& command_line, Settings& settings,
                CommandContext& context);

/// Says on standard error what ended the program; returns its exit code. Needs no memory of its
/// own.
int report_failure(const std::exception& error) noexcept;

}  // namespace neurec::presentation::cli
