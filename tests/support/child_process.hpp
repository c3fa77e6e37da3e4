#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace neurec::tests {

/// A program of this build ("neurec", "neurec-train"), by its full path. ctest passes the folder in
/// NEUREC_BINARY_DIR.
std::filesystem::path program_path(const std::string& name);

/// How a program ended: its exit code, or the signal that killed it.
struct ExitStatus {
    std::optional<int> code;
    std::optional<int> signal;
};

/// A real program, running beside the test. Its standard output and error go to one file each.
/// Killed with SIGKILL when the object goes while it still runs.
class ChildProcess {
  public:
    /// `command`: program and arguments, looked up in PATH unless it has a slash. `environment` is
    /// added to the test's own; an empty value removes the variable.
    explicit ChildProcess(const std::vector<std::string>& command,
                          const std::map<std::string, std::string>& environment = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    void send(int signal) const;
    /// Waits for the end, killing the program (and reporting SIGKILL) when it outlasts `limit`.
    ExitStatus wait(std::chrono::milliseconds limit = std::chrono::minutes(2));
    [[nodiscard]] bool running();
    /// What it has written so far.
    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string errors() const;
    /// Polls until `text` is in the output or errors; false when the program ends or `limit` passes
    /// before.
    bool wait_for_text(const std::string& text,
                       std::chrono::milliseconds limit = std::chrono::seconds(60));

  private:
    std::filesystem::path folder_;
    pid_t pid_ = -1;
    std::optional<ExitStatus> status_;
};

/// What a finished program left.
struct Finished {
    ExitStatus status;
    std::string output;
    std::string errors;
};

/// Runs a program to its end.
Finished run(const std::vector<std::string>& command,
             const std::map<std::string, std::string>& environment = {});

}  // namespace neurec::tests
