#include "support/postgres_server.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/child_process.hpp"

namespace neurec::tests {

namespace {

/// Of the newest PostgreSQL here, as Debian's packages lay them out: by version. Empty without one.
std::filesystem::path newest_programs() {
    std::error_code none;
    long newest = 0;
    std::filesystem::path bin;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
        const long version = std::strtol(entry.path().filename().c_str(), nullptr, 10);
        if (version <= newest || !std::filesystem::exists(entry.path() / "bin/postgres")) continue;
        newest = version;
        bin = entry.path() / "bin";
    }
    return bin;
}

const std::filesystem::path& programs() {
    static const std::filesystem::path found = newest_programs();
    return found;
}

/// A command as whoever PostgreSQL may run as.
Finished run_as_owner(std::vector<std::string> command) {
    if (geteuid() == 0)
        command.insert(command.begin(),
                       {"setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"});
    return run(command);
}

void succeed(const std::vector<std::string>& command) {
    const Finished finished = run_as_owner(command);
    if (finished.status.code != 0)
        throw std::runtime_error(command.front() + ": " + finished.output + finished.errors);
}

}  // namespace

bool PostgresServer::is_available() {
    return !programs().empty();
}

PostgresServer::PostgresServer() {
    std::string folder = (std::filesystem::temp_directory_path() / "neurec-pg-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary folder");
    folder_ = folder;
    if (geteuid() == 0) {
        const passwd* const owner = getpwnam("postgres");
        if (owner == nullptr || chown(folder.c_str(), owner->pw_uid, owner->pw_gid) != 0)
            throw std::runtime_error("there is no user postgres to run as");
    }
    succeed({programs() / "initdb", "--pgdata", folder_ / "data", "--username", "neurec", "--auth",
             "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions"});
    url_ = "postgresql://neurec@/postgres?host=" + folder_.string();
    start();
}

PostgresServer::~PostgresServer() {
    try {
        thaw();
        stop_at_once();
    } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch)
        // It was stopped already.
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::stop_at_once() {
    control({"--mode", "immediate", "stop"});
}

void PostgresServer::start() {
    control({"--log", folder_ / "log", "--options",
             "-c listen_addresses= -c unix_socket_directories=" + folder_.string(), "start"});
}

void PostgresServer::control(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {programs() / "pg_ctl", "--pgdata", folder_ / "data", "--wait", "--silent"});
    succeed(arguments);
}

void PostgresServer::signal_all(int signal) const {
    pid_t postmaster = 0;
    std::ifstream(folder_ / "data/postmaster.pid") >> postmaster;
    if (postmaster <= 0) return;
    kill(postmaster, signal);
    // Its children name it as their parent; /proc has no other list of them.
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream status(entry.path() / "status");
        std::string word;
        while (status >> word)
            if (word == "PPid:") {
                pid_t parent = 0;
                status >> parent;
                if (parent == postmaster) kill(std::stoi(name), signal);
                break;
            }
    }
}

}  // namespace neurec::tests
