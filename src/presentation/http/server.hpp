#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "domain/ports/logger.hpp"
#include "presentation/http/router.hpp"
#include "presentation/http/server_limits.hpp"
#include "presentation/http/server_options.hpp"

namespace neurec::presentation::http {

/// Where to listen, and with how many threads to answer.
struct ServerAddress {
    std::string host = "127.0.0.1";  ///< an address or a name
    std::uint16_t port = 0;          ///< 0: any free one
    std::size_t workers = 1;         ///< threads that run handlers, at least 1
};

/// An HTTP/1.1 server over a router. One thread moves bytes; handlers run on a bounded pool behind
/// a bounded queue. Records metrics, and writes one log line a request (request_log.hpp).
class Server {
  public:
    /// Listens and answers from here on. Unavailable where the port is taken or may not be used,
    /// InvalidInput for a host that is none and for TLS files that cannot be used,
    /// std::system_error where threads or descriptors run out. `router` and `logger` must outlive
    /// it.
    Server(const Router& router, const ServerAddress& address, const ServerLimits& limits,
           domain::Logger& logger, const ServerOptions& options = {});
    /// Stops where that has not been done.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Whether only this machine can reach it.
    [[nodiscard]] bool is_on_loopback() const;

    /// Reads the TLS files anew, for connections from here on; InvalidInput, and nothing is
    /// changed, where they cannot be used. Nothing to do without TLS. Thread-safe.
    void reload_certificate();

    /// Stops accepting, closes idle connections, lets requests in progress finish, cuts what takes
    /// longer than `limits.drain`, and ends the threads. Returns whether nothing was cut.
    /// Thread-safe; again is a no-op.
    bool stop();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace neurec::presentation::http
