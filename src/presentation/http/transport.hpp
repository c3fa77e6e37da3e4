#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "presentation/http/asio.hpp"

namespace neurec::presentation::http {

/// A client's bytes: over TCP, or over TLS on top. An AsyncStream, as Asio and Beast read and write
/// it; which of the two it is costs a branch an operation. Time limits are those of tcp().
class Transport {
  public:
    using executor_type = Executor;
    using TlsContext = std::shared_ptr<asio::ssl::context>;

    /// `tls`: null for plain TCP.
    Transport(Stream stream, TlsContext tls) : tcp_(std::move(stream)), context_(std::move(tls)) {
        if (context_) tls_.emplace(tcp_, *context_);
    }
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    [[nodiscard]] Executor get_executor() { return tcp_.get_executor(); }
    [[nodiscard]] Stream& tcp() { return tcp_; }
    [[nodiscard]] bool is_tls() const { return tls_.has_value(); }

    /// Of TLS, before anything else; a no-op on plain TCP.
    [[nodiscard]] Awaitable<beast::error_code> handshake() {
        if (!tls_) co_return beast::error_code();
        auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kAsTuple);
        co_return error;
    }
    /// Says that nothing more comes: of TLS, so that a client can tell the end from a cut.
    [[nodiscard]] Awaitable<void> say_end() {
        if (tls_) static_cast<void>(co_await tls_->async_shutdown(kAsTuple));
        beast::error_code ignored;
        ignored = tcp_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, Signature>(
            [this](auto&& handler, const auto& target) {
                if (tls_)
                    tls_->async_read_some(target, std::forward<decltype(handler)>(handler));
                else
                    tcp_.async_read_some(target, std::forward<decltype(handler)>(handler));
            },
            token, buffers);
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, Signature>(
            [this](auto&& handler, const auto& source) {
                if (tls_)
                    tls_->async_write_some(source, std::forward<decltype(handler)>(handler));
                else
                    tcp_.async_write_some(source, std::forward<decltype(handler)>(handler));
            },
            token, buffers);
    }

  private:
    using Signature = void(beast::error_code, std::size_t);

    Stream tcp_;
    TlsContext context_;  ///< kept for as long as the connection stands, whatever is loaded anew
    std::optional<asio::ssl::stream<Stream&>> tls_;
};

}  // namespace neurec::presentation::http
