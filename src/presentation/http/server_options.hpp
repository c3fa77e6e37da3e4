#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/ports/metrics.hpp"
#include "presentation/http/client_address.hpp"
#include "presentation/http/cors.hpp"
#include "presentation/http/tls_files.hpp"

namespace neurec::presentation::http {

/// What a server does besides answering; the defaults suit a server that only this machine reaches.
struct ServerOptions {
    domain::Metrics& metrics = domain::no_metrics();  ///< must outlive the server
    bool request_log = true;                          ///< one line a request, at level info
    CorsPolicy cors{};                                ///< closed
    std::vector<Network> trusted_proxies{};           ///< whose X-Forwarded-For is believed
    std::optional<TlsFiles> tls{};                    ///< none: plain HTTP
    /// Why others must not reach it: an address that they can reach is InvalidInput with these
    /// words. Empty: they may.
    std::string only_for_this_machine{};
};

}  // namespace neurec::presentation::http
