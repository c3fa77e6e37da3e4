#include <pthread.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <string>
#include <thread>

#include "application/services/periodic_task.hpp"
#include "application/services/statistics_keeper.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/served_api.hpp"
#include "presentation/http/api.hpp"
#include "presentation/http/server.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr std::chrono::seconds kCountingInterval{60};
/// How soon a new model, and what other servers have changed in the catalogue, is taken up.
constexpr std::chrono::milliseconds kCheckInterval{500};
/// At the stop /health/ready says 503 for so long before connections are refused: balancers look
/// that often.
constexpr std::chrono::milliseconds kStopNotice{500};

/// Signals that the main thread waits for; blocked in every thread of ours, so that none is
/// interrupted. Threads that a library started before us (OpenBLAS does as it is loaded) do not
/// block them: while the main thread is busy, such a thread would take a signal and end the
/// process. It passes it on instead.
class ServerSignals {
  public:
    ServerSignals() {
        main_thread = pthread_self();
        sigemptyset(&set_);
        for (const int signal : kSignals)
            sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);  // who reads the log or the greeting may go
        handle(pass_on);
    }
    ~ServerSignals() { release(); }
    ServerSignals(const ServerSignals&) = delete;
    ServerSignals& operator=(const ServerSignals&) = delete;
    /// The next signal to arrive.
    [[nodiscard]] int wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
        return signal;
    }
    /// Lets a further Ctrl-C end the process at once.
    void release() const {
        handle(SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
    }

  private:
    static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

    static void pass_on(int signal) { pthread_kill(main_thread, signal); }
    static void handle(void (*handler)(int)) {
        struct sigaction action{};
        action.sa_handler = handler;
        action.sa_flags = SA_RESTART;
        for (const int signal : kSignals)
            sigaction(signal, &action, nullptr);
    }

    static inline pthread_t main_thread{};
    sigset_t set_{};
};

/// The server's limits, with no more connections than this process may have open files, so that
/// what is beyond them is answered instead of waiting for a descriptor. The soft limit is raised as
/// far as the hard one lets it.
[[nodiscard]] http::ServerLimits limits_for_open_files(domain::Logger& logger) {
    constexpr rlim_t kOwn = 64;  // database, models, log, a training job's pipes
    constexpr rlim_t kFewestConnections = 16;
    http::ServerLimits limits;
    const rlim_t others = kOwn + limits.connections_in_reserve;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return limits;
    if (files.rlim_cur < limits.connections + others) {
        files.rlim_cur = std::min<rlim_t>(files.rlim_max, limits.connections + others);
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < kFewestConnections + others)
        throw domain::Unavailable("This process may have " + std::to_string(files.rlim_cur) +
                                  " files open, and serving takes " +
                                  std::to_string(kFewestConnections + others) +
                                  " at the least. Raise the limit: ulimit -n 8192.");
    if (files.rlim_cur - others < limits.connections) {
        limits.connections = files.rlim_cur - others;
        logger.write(domain::LogLevel::warning, "fewer connections than usual",
                     {{"connections", static_cast<std::int64_t>(limits.connections)},
                      {"open_files", static_cast<std::int64_t>(files.rlim_cur)}});
    }
    return limits;
}

[[nodiscard]] std::string url_of(const Settings& settings, const http::Server& server,
                                 const http::RootPath& root) {
    const bool is_everywhere = settings.host == "0.0.0.0" || settings.host == "::";
    std::string host = is_everywhere ? "localhost" : settings.host;
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    const char* scheme = settings.tls_key.empty() ? "http://" : "https://";
    return scheme + host + ":" + std::to_string(server.port()) + root.text();
}

void greet(const Settings& settings, const http::Server& server, const http::RootPath& root,
           const application::EngineHealth& health) {
    const std::string url = url_of(settings, server, root);
    std::cout << "neurec listens on " << url << "\n";
    if (!server.is_on_loopback())
        std::cout << "  Beyond this machine: anyone who reaches this address can sign up, ask for "
                     "recommendations and read\n"
                     "  the catalogue."
                  << (settings.tls_key.empty() ? " Passwords travel in the clear unless something "
                                                 "in front of this server speaks TLS.\n"
                                               : "\n");
    std::cout << "  " << health.message << "\n\nTry\n"
              << "  curl -s " << url
              << "/recommendations/cold-start -H 'Content-Type: application/json' \\\n"
              << "    -d '{\"age\": 25, \"gender\": \"F\", \"num_recommendations\": 5}'\n"
              << std::flush;
}

[[nodiscard]] http::ServerOptions options_of(const Settings& settings, domain::Metrics& metrics) {
    http::ServerOptions options{.metrics = metrics,
                                .request_log = settings.request_log == "on",
                                .cors = http::CorsPolicy(settings.cors_origins)};
    for (const std::string& each : settings.trusted_proxies)
        options.trusted_proxies.push_back(http::Network::parse(each));
    if (settings.tls_certificate.empty() != settings.tls_key.empty())
        throw domain::InvalidInput(
            "--tls-certificate and --tls-key belong together; give both, or neither.");
    if (!settings.tls_key.empty())
        options.tls = http::TlsFiles{settings.tls_certificate, settings.tls_key};
    if (settings.auth_enforcement == "seed" && settings.allow_insecure == "off")
        options.only_for_this_machine =
            "--auth-enforcement seed lets anyone change and delete everything, and " +
            settings.host +
            " can be reached by others. Listen on 127.0.0.1, use strict, or say --allow-insecure "
            "on.";
    return options;
}

/// What SIGHUP asks for.
void reload(http::Api& api, http::Server& server, domain::Logger& logger) {
    try {
        api.models().reload();
    } catch (const std::exception& error) {
        logger.write(domain::LogLevel::error, "model not taken up",
                     {{"problem", std::string_view(error.what())}});
    }
    try {
        server.reload_certificate();
    } catch (const std::exception& error) {
        logger.write(domain::LogLevel::error, "certificate not taken up",
                     {{"problem", std::string_view(error.what())}});
    }
}

void serve(CommandContext& context) {
    const ServerSignals signals;
    const Settings& settings = context.settings();
    const http::ServerOptions options = options_of(settings, context.metrics());
    domain::Logger& logger = context.logger();
    const http::ServerLimits limits = limits_for_open_files(logger);
    http::Api api(ports_of(context), NEUREC_VERSION, access_rules_of(settings),
                  {.application = settings.web_folder, .api_docs = installed_files() / "api-docs"},
                  settings.home / "reports", http::RootPath::parse(settings.root_path));
    const std::size_t workers =
        settings.workers > 0 ? settings.workers : std::max(1U, std::thread::hardware_concurrency());
    http::Server server(api.router(),
                        {.host = settings.host, .port = settings.port, .workers = workers}, limits,
                        logger, options);
    const auto report = [&logger](const std::exception& failure) {
        logger.write(domain::LogLevel::error, "periodic task failed",
                     {{"problem", std::string_view(failure.what())}});
    };
    const application::PeriodicTask checks(kCheckInterval, [&] { api.monitor().check(); }, report);
    application::StatisticsKeeper keeper(context.movie_statistics(), logger);
    const application::PeriodicTask counting(kCountingInterval, [&] { keeper.refresh(); }, report);
    greet(settings, server, api.router().root(), api.monitor().engine_health());

    while (signals.wait() == SIGHUP)
        reload(api, server, logger);
    signals.release();
    logger.write(domain::LogLevel::info, "stopping");
    api.begin_shutdown();
    std::this_thread::sleep_for(kStopNotice);
    const bool drained = server.stop();
    logger.write(domain::LogLevel::info, "stopped", {{"every_request_answered", drained}});
}

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
    CLI::App* command = app.add_subcommand("serve", "Answer over HTTP");
    command->footer(
        "Listens on --host and --port until Ctrl-C or SIGTERM; then finishes what runs and exits "
        "with 0.\n"
        "A newly activated model is taken up within a second or two; SIGHUP reads model, "
        "catalogue and certificate anew.\n"
        "Without a model it runs, and answers recommendations with 503 until there is one.");
    command->callback([&context] { serve(context); });
}

}  // namespace neurec::presentation::cli
