#pragma once

#include "domain/ports/metrics.hpp"

namespace neurec::presentation::http {

/// What a server does besides answering; the defaults suit a server that only this machine reaches.
struct ServerOptions {
    domain::Metrics& metrics = domain::no_metrics();  ///< must outlive the server
    bool request_log = true;                          ///< one line a request, at level info
};

}  // namespace neurec::presentation::http
