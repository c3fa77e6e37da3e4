#include "presentation/http/server.hpp"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "domain/errors.hpp"
#include "presentation/http/asio.hpp"
#include "presentation/http/connection.hpp"
#include "presentation/http/tls_context.hpp"
#include "presentation/http/worker_pool.hpp"

namespace neurec::presentation::http {

namespace {

/// As many as the password hasher lets hash at once: more would only wait for each other.
constexpr std::size_t kPasswordWorkers = 2;

[[nodiscard]] IpAddress plain_form(const asio::ip::address& address) {
    const auto v6 = address.is_v6()
                        ? address.to_v6()
                        : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
    return IpAddress(v6.to_bytes());
}

[[nodiscard]] Tcp::endpoint endpoint_of(asio::io_context& io, const ServerAddress& address) {
    boost::system::error_code error;
    Tcp::resolver resolver(io);
    const auto found =
        resolver.resolve(address.host, std::to_string(address.port), Tcp::resolver::passive, error);
    if (error || found.empty())
        throw domain::InvalidInput(
            "Cannot listen on \"" + address.host + "\" (" + error.message() +
            "). Give an address of this machine with --host, such as 127.0.0.1 or 0.0.0.0.");
    return *found.begin();
}

[[noreturn]] void refuse_to_listen(const ServerAddress& address,
                                   const boost::system::error_code& error) {
    const std::string where = "port " + std::to_string(address.port) + " of " + address.host;
    if (error == asio::error::address_in_use)
        throw domain::Unavailable(
            "Another program already listens on " + where +
            ". Stop it, or choose another port with --port (0: any free one).");
    if (error == asio::error::access_denied)
        throw domain::Unavailable("This account may not listen on " + where +
                                  ". Choose a port from 1024 on with --port.");
    throw domain::Unavailable("Cannot listen on " + where + " (" + error.message() + ").");
}

[[nodiscard]] Acceptor listening_on(asio::io_context& io, const ServerAddress& address,
                                    const ServerOptions& options) {
    const Tcp::endpoint endpoint = endpoint_of(io, address);
    if (!options.only_for_this_machine.empty() && !endpoint.address().is_loopback())
        throw domain::InvalidInput(options.only_for_this_machine);
    Acceptor acceptor(io.get_executor());
    try {
        acceptor.open(endpoint.protocol());
        acceptor.set_option(asio::socket_base::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(asio::socket_base::max_listen_connections);
    } catch (const boost::system::system_error& failure) {
        refuse_to_listen(address, failure.code());
    }
    return acceptor;
}

}  // namespace

class Server::Implementation {
  public:
    Implementation(const Router& router, const ServerAddress& address, const ServerLimits& limits,
                   domain::Logger& logger, const ServerOptions& options)
        : limits_(limits),
          options_(options),
          logger_(logger),
          metrics_(options.metrics, router),
          tls_(options.tls ? tls_context_from(*options.tls) : nullptr),
          acceptor_(listening_on(io_, address, options)),
          local_(acceptor_.local_endpoint()),
          workers_(std::max<std::size_t>(address.workers, 1), limits.queued_requests),
          password_workers_(kPasswordWorkers, limits.queued_logins),
          context_{router,  limits_,  options_,  workers_, password_workers_,
                   logger_, metrics_, addresses_} {
        asio::co_spawn(io_, accept_connections(), asio::detached);
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Implementation() { stop(); }

    [[nodiscard]] std::uint16_t port() const { return local_.port(); }
    [[nodiscard]] bool is_on_loopback() const { return local_.address().is_loopback(); }

    void reload_certificate() {
        if (!options_.tls) return;
        asio::post(io_, [this, renewed = tls_context_from(*options_.tls)] { tls_ = renewed; });
    }

    bool stop() {
        const std::lock_guard one_at_a_time(stopping_);
        if (!thread_.joinable()) return true;
        asio::post(io_, [this] { finish_connections(); });
        const bool drained = wait_until_empty(limits_.drain);
        if (!drained) {
            logger_.write(domain::LogLevel::warning, "requests cut at the stop");
            asio::post(io_, [this] {
                for (Connection* connection : connections_)
                    connection->cut();
            });
        }
        // Handlers refer to their connections' frames: they end before the frames go.
        workers_.finish();
        password_workers_.finish();
        static_cast<void>(wait_until_empty(limits_.lingering));
        io_.stop();
        thread_.join();
        return drained;
    }

  private:
    Awaitable<void> accept_connections() {
        for (;;) {
            auto [error, socket] = co_await acceptor_.async_accept(kAsTuple);
            if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return;
            if (error) {
                // Out of descriptors, most likely: another connection's end frees one.
                asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>
                    pause(io_.get_executor(), std::chrono::milliseconds(20));
                co_await pause.async_wait(kAsTuple);
                continue;
            }
            admit(std::move(socket));
        }
    }

    void admit(Tcp::socket::rebind_executor<Executor>::other socket) {
        boost::system::error_code error;
        const auto peer = socket.remote_endpoint(error);
        if (error) return;
        if (connections_.size() >= limits_.connections + limits_.connections_in_reserve) {
            metrics_.connections_closed_unanswered().add();
            return;
        }
        error = socket.set_option(Tcp::no_delay(true), error);
        asio::co_spawn(io_, serve(Stream(std::move(socket)), plain_form(peer.address())),
                       asio::detached);
    }

    Awaitable<void> serve(Stream stream, IpAddress peer) {
        if (is_finishing_) co_return;
        std::optional<AddressCounts::Share> share;
        if (!is_in(options_.trusted_proxies, peer)) share.emplace(addresses_, peer);
        std::optional<ShedReason> refusal;
        if (connections_.size() >= limits_.connections)
            refusal = ShedReason::connections;
        else if (share && share->count() > limits_.connections_per_address)
            refusal = ShedReason::connections_per_address;
        Connection connection(std::move(stream), tls_, context_, peer, refusal);
        connections_.insert(&connection);
        metrics_.connections().add(1);
        try {
            co_await connection.serve();
        } catch (const std::exception& failure) {
            logger_.write(domain::LogLevel::error, "connection failed",
                          {{"error", std::string_view(failure.what())}});
        }
        connections_.erase(&connection);
        metrics_.connections().add(-1);
        const std::lock_guard lock(count_mutex_);
        open_connections_ = connections_.size();
        if (connections_.empty()) emptied_.notify_all();
    }

    void finish_connections() {
        boost::system::error_code ignored;
        ignored = acceptor_.close(ignored);
        for (Connection* connection : connections_)
            connection->finish();
        const std::lock_guard lock(count_mutex_);
        open_connections_ = connections_.size();
        is_finishing_ = true;
        emptied_.notify_all();
    }

    [[nodiscard]] bool wait_until_empty(std::chrono::milliseconds longest) {
        std::unique_lock lock(count_mutex_);
        return emptied_.wait_for(lock, longest,
                                 [this] { return is_finishing_ && open_connections_ == 0; });
    }

    ServerLimits limits_;
    ServerOptions options_;
    domain::Logger& logger_;
    ServerMetrics metrics_;
    Transport::TlsContext tls_;  ///< of new connections; once it serves, on the io thread alone
    asio::io_context io_{1};
    asio::executor_work_guard<Executor> work_{io_.get_executor()};
    Acceptor acceptor_;
    Tcp::endpoint local_;
    WorkerPool workers_;
    WorkerPool password_workers_;
    AddressCounts addresses_;  ///< on the io thread alone
    ConnectionContext context_;

    // On the io thread alone.
    std::set<Connection*> connections_;

    std::mutex stopping_;
    std::mutex count_mutex_;  ///< guards the three below; the io thread, their only writer, reads
                              ///< without it
    std::condition_variable emptied_;
    std::size_t open_connections_ = 0;
    bool is_finishing_ = false;
    std::thread thread_;
};

Server::Server(const Router& router, const ServerAddress& address, const ServerLimits& limits,
               domain::Logger& logger, const ServerOptions& options)
    : implementation_(std::make_unique<Implementation>(router, address, limits, logger, options)) {}

Server::~Server() = default;

std::uint16_t Server::port() const {
    return implementation_->port();
}
bool Server::is_on_loopback() const {
    return implementation_->is_on_loopback();
}
void Server::reload_certificate() {
    implementation_->reload_certificate();
}
bool Server::stop() {
    return implementation_->stop();
}

}  // namespace neurec::presentation::http
