#include "infrastructure/processes/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::infrastructure::processes {

namespace {

constexpr int kLowerPriority = 10;
constexpr int kCannotStart = 127;
constexpr std::chrono::milliseconds kPoll{5};

[[noreturn]] void refuse(const std::filesystem::path& program, int error) {
    throw domain::Unavailable(program.string() + " cannot be started (" + std::strerror(error) +
                              ").");
}

/// Both ends of a pipe; closed when it goes, unless taken.
class Pipe {
  public:
    explicit Pipe(const std::filesystem::path& program) {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0) refuse(program, errno);
    }
    ~Pipe() {
        for (const int end : ends_)
            if (end >= 0) close(end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int write_end() const { return ends_[1]; }
    [[nodiscard]] int take_read_end() { return std::exchange(ends_[0], -1); }

  private:
    std::array<int, 2> ends_{-1, -1};
};

/// As execve() takes them; `texts` must outlive the result.
[[nodiscard]] std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& each : texts)
        pointers.push_back(each.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Between fork and exec: only what is safe in a signal handler, since other threads of ours may
/// have held any lock.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment,
                         int output, int errors, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(kCannotStart);  // it ended before the line above
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);  // Ctrl-C is for the server, which then tells us
    setpriority(PRIO_PROCESS, 0, kLowerPriority);
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(kCannotStart);
    // Sockets of the server would stay open as long as the training runs.
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
    execve(program, arguments, environment);
    _exit(kCannotStart);
}

/// Appends what there is; false at the end.
bool drain(int descriptor, std::string& text) {
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && errno == EINTR);
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program,
                           const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment) {
    if (access(program.c_str(), X_OK) != 0) refuse(program, errno);
    Pipe output(program);
    Pipe errors(program);
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment;
    const std::vector<char*> word_pointers = pointers_to(words);
    const std::vector<char*> variable_pointers = pointers_to(variables);
    const pid_t parent = getpid();

    pid_ = fork();
    if (pid_ < 0) refuse(program, errno);
    if (pid_ == 0)
        become(program.c_str(), word_pointers.data(), variable_pointers.data(), output.write_end(),
               errors.write_end(), parent);
    setpgid(pid_, pid_);  // here, too: whichever of us comes first
    output_ = output.take_read_end();
    errors_ = errors.take_read_end();
}

ChildProcess::~ChildProcess() {
    send(SIGKILL);
    while (!has_ended())
        std::this_thread::sleep_for(kPoll);
    for (const int each : {output_, errors_})
        if (each >= 0) close(each);
}

void ChildProcess::send(int signal) const {
    if (!end_) kill(-pid_, signal);
}

bool ChildProcess::read(std::string& output, std::string& errors, std::chrono::milliseconds limit) {
    std::array<pollfd, 2> waiting{pollfd{output_, POLLIN, 0}, pollfd{errors_, POLLIN, 0}};
    if (poll(waiting.data(), waiting.size(), static_cast<int>(limit.count())) <= 0)
        return output_ >= 0 || errors_ >= 0;
    const auto take = [](const pollfd& ready, int& descriptor, std::string& text) {
        if (ready.revents == 0 || drain(descriptor, text)) return;
        close(descriptor);
        descriptor = -1;  // which poll() passes over
    };
    take(waiting[0], output_, output);
    take(waiting[1], errors_, errors);
    return output_ >= 0 || errors_ >= 0;
}

bool ChildProcess::has_ended() {
    if (end_) return true;
    int status = 0;
    pid_t waited = 0;
    do
        waited = waitpid(pid_, &status, WNOHANG);
    while (waited < 0 && errno == EINTR);
    if (waited == 0) return false;
    if (waited < 0)
        end_ = ProcessEnd{};  // somebody else has waited for it
    else if (WIFSIGNALED(status))
        end_ = ProcessEnd{.code = {}, .signal = WTERMSIG(status)};
    else
        end_ = ProcessEnd{.code = WEXITSTATUS(status), .signal = {}};
    return true;
}

}  // namespace neurec::infrastructure::processes
