#include "support/child_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace neurec::tests {

namespace {

constexpr auto kPoll = std::chrono::milliseconds(5);

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void redirect(int descriptor, const std::filesystem::path& file, int flags) {
    const int opened = open(file.c_str(), flags | O_CLOEXEC, 0600);
    if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
}

ExitStatus status_from(int raw) {
    if (WIFSIGNALED(raw)) return {std::nullopt, WTERMSIG(raw)};
    return {WEXITSTATUS(raw), std::nullopt};
}

}  // namespace

std::filesystem::path program_path(const std::string& name) {
    const char* folder = std::getenv("NEUREC_BINARY_DIR");
    if (folder == nullptr)
        throw std::runtime_error("set NEUREC_BINARY_DIR to the build's bin folder, or use ctest");
    return std::filesystem::path(folder) / name;
}

ChildProcess::ChildProcess(const std::vector<std::string>& command,
                           const std::map<std::string, std::string>& environment) {
    std::string folder = (std::filesystem::temp_directory_path() / "neurec-child-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary folder");
    folder_ = folder;

    // Made before fork: between fork and exec only async-signal-safe calls are allowed.
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::filesystem::path out = folder_ / "out";
    const std::filesystem::path err = folder_ / "err";

    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDOUT_FILENO, out, O_WRONLY | O_CREAT);
    redirect(STDERR_FILENO, err, O_WRONLY | O_CREAT);
    for (const auto& [name, value] : environment)
        value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

ChildProcess::~ChildProcess() {
    if (running()) {
        send(SIGKILL);
        wait();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void ChildProcess::send(int signal) const {
    kill(pid_, signal);
}

bool ChildProcess::running() {
    if (status_) return false;
    int raw = 0;
    if (waitpid(pid_, &raw, WNOHANG) == 0) return true;
    status_ = status_from(raw);
    return false;
}

ExitStatus ChildProcess::wait(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (running()) {
        if (std::chrono::steady_clock::now() > deadline) send(SIGKILL);
        std::this_thread::sleep_for(kPoll);
    }
    return *status_;
}

std::string ChildProcess::output() const {
    return content_of(folder_ / "out");
}
std::string ChildProcess::errors() const {
    return content_of(folder_ / "err");
}

bool ChildProcess::wait_for_text(const std::string& text, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    const auto written = [&] {
        return output().find(text) != std::string::npos || errors().find(text) != std::string::npos;
    };
    while (!written()) {
        if (!running()) return written();
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(kPoll);
    }
    return true;
}

Finished run(const std::vector<std::string>& command,
             const std::map<std::string, std::string>& environment) {
    ChildProcess child(command, environment);
    const ExitStatus status = child.wait(std::chrono::minutes(10));
    return {status, child.output(), child.errors()};
}

}  // namespace neurec::tests
