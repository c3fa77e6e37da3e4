#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace neurec::tests {

/// A TLS connection to a server on this machine, with 10 s for each reading. Needs OpenSSL::SSL.
class TlsConnection {
  public:
    /// `newest`: the newest version of TLS to offer; 0: any.
    explicit TlsConnection(std::uint16_t port, int newest = 0)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
          socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval limit{.tv_sec = 10, .tv_usec = 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
        is_connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
        // Old versions are offered in earnest: at the usual security level OpenSSL would not.
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), newest);
        constexpr std::array<unsigned char, 12> kProtocols{2,   'h', '2', 8,   'h', 't',
                                                           't', 'p', '/', '1', '.', '1'};
        SSL_CTX_set_alpn_protos(context_.get(), kProtocols.data(), kProtocols.size());
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), socket_);
        is_connected_ = is_connected_ && SSL_connect(ssl_.get()) == 1;
    }
    ~TlsConnection() {
        ssl_.reset();
        close(socket_);
    }
    TlsConnection(const TlsConnection&) = delete;
    TlsConnection& operator=(const TlsConnection&) = delete;

    /// Whether the handshake succeeded.
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }
    [[nodiscard]] std::string protocol() const {
        const unsigned char* text = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(ssl_.get(), &text, &length);
        return {reinterpret_cast<const char*>(text), length};
    }
    /// Of the server's certificate.
    [[nodiscard]] long serial() const {
        const X509* certificate = SSL_get0_peer_certificate(ssl_.get());
        return certificate == nullptr ? 0 : ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
    }
    void send(std::string_view bytes) const {
        SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    }
    /// Everything up to `mark`, or up to the end where it does not come.
    std::string read_until(std::string_view mark) {
        while (received_.find(mark) == std::string::npos && read_some()) {
        }
        const std::size_t at = received_.find(mark);
        const std::size_t length = at == std::string::npos ? received_.size() : at + mark.size();
        std::string result = received_.substr(0, length);
        received_.erase(0, length);
        return result;
    }
    /// Whether the server said that nothing more comes, in TLS.
    [[nodiscard]] bool was_ended_properly() {
        while (read_some()) {
        }
        return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

  private:
    bool read_some() {
        std::array<char, 16384> bytes;
        const int read = SSL_read(ssl_.get(), bytes.data(), bytes.size());
        if (read > 0) received_.append(bytes.data(), static_cast<std::size_t>(read));
        return read > 0;
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int socket_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
    bool is_connected_ = false;
    std::string received_;
};

}  // namespace neurec::tests
