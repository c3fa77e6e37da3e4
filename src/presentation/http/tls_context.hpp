#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "presentation/http/tls_files.hpp"

namespace neurec::presentation::http {

/// TLS 1.2 and 1.3 with forward secrecy, HTTP/1.1 in ALPN, for new connections; those that stand
/// keep the one they began with. InvalidInput, with the file and what is wrong, for files that
/// cannot be read, do not belong together, or a certificate that is not valid now.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> tls_context_from(const TlsFiles& files);

}  // namespace neurec::presentation::http
