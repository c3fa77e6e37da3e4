#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "presentation/http/address_counts.hpp"
#include "presentation/http/message.hpp"
#include "presentation/http/router.hpp"
#include "presentation/http/server_limits.hpp"
#include "presentation/http/server_metrics.hpp"
#include "presentation/http/server_options.hpp"
#include "presentation/http/transport.hpp"
#include "presentation/http/worker_pool.hpp"

namespace neurec::presentation::http {

/// Room for one handler on its way to an executor. Set aside beforehand, so that an answer's way
/// back from a worker cannot fail for lack of memory.
class HandlerRoom {
  public:
    template <class T>
    class Allocator {
      public:
        using value_type = T;
        explicit Allocator(HandlerRoom& room) : room_(&room) {}
        template <class U>
        explicit Allocator(const Allocator<U>& other) : room_(other.room()) {}
        [[nodiscard]] T* allocate(std::size_t count) {
            if (count * sizeof(T) > sizeof(room_->bytes_)) throw std::bad_alloc();
            return reinterpret_cast<T*>(room_->bytes_.data());
        }
        void deallocate(T* /*place*/, std::size_t /*count*/) noexcept {}
        [[nodiscard]] HandlerRoom* room() const { return room_; }
        bool operator==(const Allocator&) const = default;

      private:
        HandlerRoom* room_;
    };

  private:
    alignas(std::max_align_t) std::array<std::byte, 256> bytes_;
};

/// What a connection works with; outlives every connection.
struct ConnectionContext {
    const Router& router;
    const ServerLimits& limits;
    const ServerOptions& options;
    WorkerPool& workers;
    WorkerPool& password_workers;  ///< for what hashes passwords
    domain::Logger& logger;
    ServerMetrics& metrics;
    AddressCounts& addresses;                ///< of the io thread
    std::size_t& bulk_bodies;                ///< likewise: larger than most may be, and in hand
    std::atomic<std::size_t>& answer_bytes;  ///< of answers on their way, in all
    /// What still waits for a worker is not to be run: its connection is being cut.
    const std::atomic<bool>& is_cutting;
};

/// One client's connection: reads requests and writes answers, one after the other (pipelined
/// requests wait in the buffer). Lives on the io thread; only the handler's run is elsewhere.
class Connection {
  public:
    /// `refusal`: every request but those answered at once gets 503, and the connection ends.
    /// `tls`: null for plain HTTP.
    Connection(Stream stream, Transport::TlsContext tls, const ConnectionContext& context,
               const IpAddress& peer, std::optional<ShedReason> refusal);

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

    [[nodiscard]] Awaitable<bool> shake_hands();
    [[nodiscard]] Awaitable<bool> serve_one();
    /// What has been read and not been taken.
    [[nodiscard]] std::string_view buffered() const;
    [[nodiscard]] Awaitable<Outcome> read_head(std::size_t& head_bytes);
    [[nodiscard]] Awaitable<Outcome> read_request(Parser& parser);
    [[nodiscard]] Awaitable<Outcome> read_body(Parser& parser);
    [[nodiscard]] Outcome parse_head(Parser& parser, std::size_t head_bytes);
    /// How large this request's body may be.
    [[nodiscard]] Outcome limit_body(Parser& parser);
    [[nodiscard]] Outcome refuse(RefusalReason reason, int status, std::string_view detail);
    [[nodiscard]] Outcome refuse_malformed();
    /// TRACE would show a client what proxies add; CONNECT is for proxies.
    [[nodiscard]] Outcome refuse_method();
    [[nodiscard]] Outcome lost(const beast::error_code& error, TimeoutReason reason);
    [[nodiscard]] Outcome refuse_unfinished_head();
    [[nodiscard]] Awaitable<Response> answer(const Request& request, const Resolution& resolution,
                                             std::optional<ShedReason> refusal);
    [[nodiscard]] Awaitable<Response> answer_from_pool(WorkerPool& pool, const Request& request,
                                                       const Resolution& resolution);
    [[nodiscard]] Response run(const Request& request, const Resolution& resolution) const;
    [[nodiscard]] Response shed(ShedReason reason, std::string_view detail) const;
    [[nodiscard]] Awaitable<std::size_t> write(const Response& response, const Request& request,
                                               bool keep_alive);
    /// Sends it all, as long as the client takes some of it every now and then: nothing, or why
    /// it was not sent.
    template <class Buffers>
    [[nodiscard]] Awaitable<beast::error_code> send(Buffers buffers, Clock::time_point deadline);
    [[nodiscard]] Awaitable<void> linger();
    void record(const Request& request, const Route* route, int status, std::size_t bytes) const;
    [[nodiscard]] Request request_from(Parser& parser, RequestNotes& notes,
                                       IpAddress& client) const;
    [[nodiscard]] IpAddress client_of(const Request& request) const;
    void limit_time(std::chrono::milliseconds duration);

    Transport transport_;
    const ConnectionContext& context_;
    IpAddress peer_;
    bool peer_is_trusted_proxy_;
    std::optional<ShedReason> refusal_;
    beast::flat_buffer buffer_;
    std::size_t served_ = 0;
    bool between_requests_ = true;
    bool finishing_ = false;
    bool is_http_1_0_ = false;
    Clock::time_point begun_;               ///< of the request being served: its first byte
    std::optional<Response> read_refusal_;  ///< why the request could not be read
    std::shared_ptr<void> bulk_body_;       ///< the request's share of the context's bulk bodies
    HandlerRoom resume_room_;
};

}  // namespace neurec::presentation::http
