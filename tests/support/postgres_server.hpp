#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

namespace neurec::tests {

/// A PostgreSQL server of a test's own, which the test may stop, kill and start again. It syncs
/// every commit. As root it runs as the user of Debian's package.
class PostgresServer {
  public:
    /// Whether a PostgreSQL of Debian's packages is installed.
    [[nodiscard]] static bool is_available();

    /// Running. Goes, with everything in it, with the object.
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// Of its own database, as one who may do everything.
    [[nodiscard]] const std::string& url() const { return url_; }
    /// As in a crash: connections are cut, and the log is replayed at the next start.
    void stop_at_once();
    /// Returns when it takes connections.
    void start();
    /// Stops every one of its processes where it stands: connections stay, nobody answers.
    void freeze() const { signal_all(SIGSTOP); }
    void thaw() const { signal_all(SIGCONT); }

  private:
    void control(std::vector<std::string> arguments) const;
    void signal_all(int signal) const;

    std::filesystem::path folder_;
    std::string url_;
};

}  // namespace neurec::tests
