// Any bytes on a connection to the whole API: parser, router, controllers, use cases, a real
// database and model, the answers. The connection is a pair of connected sockets, not a network.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>
#include <sstream>

#include "infrastructure/logging/json_logger.hpp"
#include "input.hpp"
#include "presentation/http/connection.hpp"
#include "support/served_home.hpp"

namespace {

namespace http = neurec::presentation::http;
namespace asio = boost::asio;
using neurec::tests::require;

/// Tokens in the corpus must not expire.
struct FixedClock : neurec::domain::Clock {
    [[nodiscard]] std::int64_t now() const override { return 1'800'000'000; }
};

/// Small enough for short inputs to go beyond them.
constexpr http::ServerLimits kLimits = {.target_bytes = 256,
                                        .header_bytes = 1024,
                                        .body_bytes = 2048,
                                        .bulk_body_bytes = 4096,
                                        .requests_per_connection = 16};

/// The API over a home of its own.
class Service {
  public:
    Service() {
        home_.add_model("m1", 1);
        home_.models().activate("m1");
        auto ports = home_.ports();
        api_.emplace(http::ApiPorts{.models = ports.models,
                                    .movies = ports.movies,
                                    .movie_editor = ports.movie_editor,
                                    .profiles = ports.profiles,
                                    .accounts = ports.accounts,
                                    .ratings = ports.ratings,
                                    .storage = ports.storage,
                                    .hasher = ports.hasher,
                                    .common_passwords = ports.common_passwords,
                                    .tokens = tokens_,
                                    .clock = clock_,
                                    .movie_statistics = ports.movie_statistics,
                                    .training = ports.training,
                                    .logger = logger_,
                                    .metrics = ports.metrics},
                     "1.2.3");
        metrics_.emplace(home_.metrics(), api_->router());
        options_.trusted_proxies.emplace_back(http::Network::parse("192.0.2.0/24"));
    }

    /// What the server answers to these bytes on one connection.
    [[nodiscard]] std::string answer(std::string_view bytes, const http::IpAddress& peer) {
        std::array<int, 2> ends{};
        require(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0, "a pair of sockets");
        asio::io_context io;
        http::Stream server(io.get_executor());
        server.socket().assign(http::Tcp::v4(), ends[0]);
        http::Stream client(io.get_executor());
        client.socket().assign(http::Tcp::v4(), ends[1]);

        http::AddressCounts addresses;
        std::size_t bulk_bodies = 0;
        std::atomic<std::size_t> answer_bytes = 0;
        const std::atomic<bool> is_cutting = false;
        const http::ConnectionContext context{api_->router(), kLimits,      options_,  workers_,
                                              workers_,       logger_,      *metrics_, addresses,
                                              bulk_bodies,    answer_bytes, is_cutting};
        http::Connection connection(std::move(server), nullptr, context, peer, std::nullopt);
        std::string received;
        asio::co_spawn(io, connection.serve(), asio::detached);
        asio::co_spawn(io, send(client, bytes), asio::detached);
        asio::co_spawn(io, receive(client, received), asio::detached);
        io.run();
        log_.str({});
        return received;
    }

  private:
    static http::Awaitable<void> send(http::Stream& client, std::string_view bytes) {
        static_cast<void>(co_await asio::async_write(client, asio::buffer(bytes), http::kAsTuple));
        boost::system::error_code ignored;
        ignored = client.socket().shutdown(http::Tcp::socket::shutdown_send, ignored);
    }
    static http::Awaitable<void> receive(http::Stream& client, std::string& received) {
        std::array<char, 16384> buffer{};
        for (;;) {
            const auto [error, count] =
                co_await client.async_read_some(asio::buffer(buffer), http::kAsTuple);
            if (error) co_return;
            received.append(buffer.data(), count);
        }
    }

    neurec::tests::ServedHome home_;
    FixedClock clock_;
    neurec::infrastructure::security::JwtTokenService tokens_{
        neurec::infrastructure::security::SigningKeys({std::string(32, 'k')}), 1800, clock_};
    std::ostringstream log_;
    neurec::infrastructure::logging::JsonLogger logger_{neurec::domain::LogLevel::info, log_};
    std::optional<http::Api> api_;
    std::optional<http::ServerMetrics> metrics_;
    http::ServerOptions options_{.metrics = home_.metrics()};
    http::WorkerPool workers_{1, 16};
};

/// The answers must be HTTP, whole, and none of them a failure.
void check(std::string_view answers) {
    while (!answers.empty()) {
        require(answers.starts_with("HTTP/1."), "an answer begins with its version");
        const std::size_t head = answers.find("\r\n\r\n");
        require(head != std::string_view::npos, "an answer's head is whole");
        const int status = std::atoi(std::string(answers.substr(9, 3)).c_str());
        require(status >= 100 && status < 500, "no request makes the server fail");
        const std::string_view fields = answers.substr(0, head + 2);
        const std::size_t length_at = fields.find("\r\nContent-Length: ");
        answers.remove_prefix(head + 4);
        if (length_at == std::string_view::npos || answers.starts_with("HTTP/1.")) continue;
        const std::string length(fields.substr(length_at + 18, 20));
        const std::size_t body = std::strtoull(length.c_str(), nullptr, 10);
        // The answer to HEAD has no body, and may be the last.
        require(answers.empty() || answers.size() >= body, "a body has its length");
        answers.remove_prefix(std::min(answers.size(), body));
    }
}

/// What inputs store would pile up.
constexpr int kInputsAHome = 20'000;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static std::unique_ptr<Service> service;
    static int inputs = 0;
    static const http::IpAddress stranger = *http::IpAddress::parse("198.51.100.7");
    static const http::IpAddress proxy = *http::IpAddress::parse("192.0.2.1");
    if (inputs++ % kInputsAHome == 0) {
        service.reset();
        service = std::make_unique<Service>();
    }
    check(service->answer(neurec::tests::as_text(data, size), size % 2 == 0 ? stranger : proxy));
    return 0;
}
