#include "presentation/http/server.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <set>
#include <system_error>
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
/// Before connections are accepted again after there was no room for one.
constexpr std::chrono::milliseconds kPause{20};

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
          context_{router,   limits_,    options_,     workers_,      password_workers_, logger_,
                   metrics_, addresses_, bulk_bodies_, answer_bytes_, is_cutting_} {
        accept_next();
        thread_ = std::thread([this] { move_bytes(); });
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
        bool drained = false;
        try {
            drained = drain();
        } catch (const std::bad_alloc&) {
            // No memory for an orderly end: connections go with io_.
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
    using Socket = Tcp::socket::rebind_executor<Executor>::other;
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock,
                                   asio::wait_traits<std::chrono::steady_clock>, Executor>;

    /// Sets a flag while a handler waits to be called, and also clears it where the handler is
    /// destroyed instead.
    class Wait {
      public:
        explicit Wait(bool& flag) : flag_(&flag) { flag = true; }
        ~Wait() { end(); }
        Wait(Wait&& other) noexcept : flag_(std::exchange(other.flag_, nullptr)) {}
        Wait& operator=(Wait&&) = delete;
        void end() noexcept {
            if (flag_ != nullptr) *std::exchange(flag_, nullptr) = false;
        }

      private:
        bool* flag_;
    };

    /// A connection's place among those that are open, given back also where its coroutine is
    /// destroyed before its end.
    class Place {
      public:
        Place(Implementation& server, Connection& connection)
            : server_(server), at_(server.connections_.insert(&connection).first) {
            server_.metrics_.connections().add(1);
        }
        ~Place() {
            server_.connections_.erase(at_);
            server_.metrics_.connections().add(-1);
            const std::lock_guard lock(server_.count_mutex_);
            server_.open_connections_ = server_.connections_.size();
            if (server_.connections_.empty()) server_.emptied_.notify_all();
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

      private:
        Implementation& server_;
        std::set<Connection*>::iterator at_;
    };

    /// The io thread. A failure that reaches it is Asio's lack of memory for one operation, and
    /// costs the connection that it was for; the others go on.
    void move_bytes() {
        for (;;) {
            try {
                if (!is_accepting_ && acceptor_.is_open()) accept_next();
                io_.run();
                return;
            } catch (const std::exception& failure) {
                logger_.write(domain::LogLevel::error, "connection lost",
                              {{"problem", std::string_view(failure.what())}});
                if (!is_accepting_) std::this_thread::sleep_for(kPause);
            }
        }
    }

    void accept_next() {
        acceptor_.async_accept([this, wait = Wait(is_accepting_)](
                                   const boost::system::error_code& error, Socket socket) mutable {
            wait.end();
            if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
            if (error) return accept_later();
            admit(std::move(socket));
            accept_next();
        });
    }

    /// The machine is out of descriptors or memory: another connection's end frees some.
    void accept_later() {
        pause_.expires_after(kPause);
        pause_.async_wait(
            [this, wait = Wait(is_accepting_)](const boost::system::error_code&) mutable {
                wait.end();
                if (acceptor_.is_open()) accept_next();
            });
    }

    void admit(Socket socket) {
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
        try {
            std::optional<AddressCounts::Share> share;
            if (!is_in(options_.trusted_proxies, peer)) share.emplace(addresses_, peer);
            std::optional<ShedReason> refusal;
            if (connections_.size() >= limits_.connections)
                refusal = ShedReason::connections;
            else if (share && share->count() > limits_.connections_per_address)
                refusal = ShedReason::connections_per_address;
            Connection connection(std::move(stream), tls_, context_, peer, refusal);
            const Place place(*this, connection);
            co_await connection.serve();
        } catch (const std::exception& failure) {
            logger_.write(domain::LogLevel::error, "connection failed",
                          {{"error", std::string_view(failure.what())}});
        }
    }

    /// Lets what is under way finish; whether it did.
    bool drain() {
        asio::post(io_, [this] { finish_connections(); });
        if (wait_until_empty(limits_.drain)) return true;
        is_cutting_ = true;
        logger_.write(domain::LogLevel::warning, "requests cut at the stop");
        asio::post(io_, [this] {
            for (Connection* connection : connections_)
                connection->cut();
        });
        return false;
    }

    void finish_connections() {
        boost::system::error_code ignored;
        ignored = acceptor_.close(ignored);
        pause_.cancel();
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
    std::mutex stopping_;
    std::atomic<bool> is_cutting_ = false;

    // What connections still use as their coroutines are destroyed: it goes after io_, which
    // destroys those that are suspended.
    Transport::TlsContext tls_;    ///< of new connections; once it serves, on the io thread alone
    AddressCounts addresses_;      ///< on the io thread alone
    std::size_t bulk_bodies_ = 0;  ///< on the io thread alone
    std::atomic<std::size_t> answer_bytes_ = 0;
    std::set<Connection*> connections_;  ///< on the io thread alone
    std::mutex count_mutex_;  ///< guards the three below; the io thread, their only writer, reads
                              ///< without it
    std::condition_variable emptied_;
    std::size_t open_connections_ = 0;
    bool is_finishing_ = false;
    bool is_accepting_ = false;  ///< the next connection is waited for; on the io thread alone

    asio::io_context io_{1};
    asio::executor_work_guard<Executor> work_{io_.get_executor()};
    Timer pause_{io_.get_executor()};
    Acceptor acceptor_;
    Tcp::endpoint local_;
    WorkerPool workers_;
    WorkerPool password_workers_;
    ConnectionContext context_;
    std::thread thread_;
};

Server::Server(const Router& router, const ServerAddress& address, const ServerLimits& limits,
               domain::Logger& logger, const ServerOptions& options) try
    : implementation_(std::make_unique<Implementation>(router, address, limits, logger, options)) {
} catch (const boost::system::system_error& failure) {
    // Asio's own descriptors or threads. Outside of this library errors are the standard's.
    throw std::system_error(failure.code(), failure.what());
}

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
