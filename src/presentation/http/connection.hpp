#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "presentation/http/asio.hpp"
#include "presentation/http/message.hpp"
#include "presentation/http/router.hpp"
#include "presentation/http/server_limits.hpp"
#include "presentation/http/worker_pool.hpp"

namespace neurec::presentation::http {

/// What a connection works with; outlives every connection.
struct ConnectionContext {
    const Router& router;
    const ServerLimits& limits;
    WorkerPool& workers;
    domain::Logger& logger;
};

/// One client's connection: reads requests and writes answers, one after the other (pipelined
/// requests wait in the buffer). Lives on the io thread; only the handler's run is elsewhere.
class Connection {
  public:
    /// `refusal`: every request but those answered at once gets this one, and the connection ends.
    Connection(Stream stream, const ConnectionContext& context, bool from_loopback,
               std::optional<Response> refusal);

    /// Serves until either side ends it.
    [[nodiscard]] Awaitable<void> serve();
    /// No further request: closes the socket now if it is between requests, else after the answer.
    void finish();
    /// Closes the socket.
    void cut();

  private:
    using Clock = std::chrono::steady_clock;
    using Parser = beast::http::request_parser<beast::http::string_body>;

    /// How reading a request ended.
    enum class Outcome : std::uint8_t { whole, closed, refused };

    [[nodiscard]] Awaitable<bool> serve_one();
    [[nodiscard]] Awaitable<Outcome> read_head(std::size_t& head_bytes);
    [[nodiscard]] Awaitable<Outcome> read_request(Parser& parser);
    [[nodiscard]] Awaitable<Outcome> read_body(Parser& parser);
    [[nodiscard]] Outcome parse_head(Parser& parser, std::size_t head_bytes);
    [[nodiscard]] Outcome refuse(int status, std::string_view detail);
    [[nodiscard]] Outcome refuse_unfinished_head();
    [[nodiscard]] Awaitable<Response> answer(const Request& request, const Resolution& resolution);
    [[nodiscard]] Awaitable<bool> write(const Response& response, const Request& request,
                                        bool keep_alive);
    [[nodiscard]] Awaitable<void> linger();
    void log(const Request& request, const Resolution& resolution, int status) const;
    [[nodiscard]] Request request_from(Parser& parser) const;
    void limit_time(std::chrono::milliseconds duration);

    Stream stream_;
    const ConnectionContext& context_;
    bool from_loopback_;
    std::optional<Response> refusal_;
    beast::flat_buffer buffer_;
    std::size_t served_ = 0;
    bool between_requests_ = true;
    bool finishing_ = false;
    bool is_http_1_0_ = false;
    Clock::time_point begun_;               ///< of the request being served: its first byte
    std::optional<Response> read_refusal_;  ///< why the request could not be read
};

}  // namespace neurec::presentation::http
