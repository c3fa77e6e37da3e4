#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace neurec::infrastructure::processes {

/// How a program ended: its exit code, or the signal that killed it.
struct ProcessEnd {
    std::optional<int> code;
    std::optional<int> signal;
};

/// A program that runs beside this one, at a lower priority, with its output and errors in pipes.
/// It has no descriptor and no blocked signal of ours, and gets SIGTERM when the thread that
/// started it ends without it. For one thread.
class ChildProcess {
  public:
    /// Starts `program` with `arguments` (without its own name) and exactly this environment
    /// ("NAME=value"). Unavailable where that is not possible.
    ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment);
    /// Kills it where it still runs, and waits for its end: no zombie is left.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// To it and to what it has started.
    void send(int signal) const;
    /// Waits up to `limit` for output, and appends what has come to `output` and `errors`. False
    /// when both have ended.
    bool read(std::string& output, std::string& errors, std::chrono::milliseconds limit);
    /// Whether it has ended; then end() says how.
    [[nodiscard]] bool has_ended();
    [[nodiscard]] const ProcessEnd& end() const { return *end_; }

  private:
    pid_t pid_ = -1;
    int output_ = -1;
    int errors_ = -1;
    std::optional<ProcessEnd> end_;
};

}  // namespace neurec::infrastructure::processes
