#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "presentation/http/message.hpp"

/// The bytes of HTTP/1.1 that are not left to the library: strictness about what comes in, the form
/// of what goes out.
namespace neurec::presentation::http {

/// What the bytes read so far say about a request's head (request line and headers).
struct HeadScan {
    enum class State : std::uint8_t { incomplete, complete, malformed };
    State state = State::incomplete;
    std::size_t bytes = 0;  ///< complete: length of the head, its empty line included
};

/// Looks for the end of a head that begins at `bytes`; `checked` is how many of them an earlier
/// call has seen. Malformed is what servers in a chain could read in two ways (RFC 9112, 2.2
/// and 5.2): a line feed without a carriage return or the other way round, NUL, folded lines, a
/// space before a header's colon.
[[nodiscard]] HeadScan scan_head(std::string_view bytes, std::size_t checked);

/// How an answer is sent.
struct WireOptions {
    std::string_view request_id{};
    bool keep_alive = true;
    bool is_http_1_0 = false;
    bool head_only = false;  ///< the answer to HEAD: headers as for GET, no body
    bool is_tls = false;     ///< the connection is encrypted
};

/// The answer's head as it goes over the wire, and where it has one of its own, its body; a shared
/// body goes behind it. Every answer has Server (no version), Date, X-Request-ID,
/// the headers that keep browsers from guessing, framing and telling where people came from
/// and, over TLS, Strict-Transport-Security. Content-Security-Policy (nothing may be loaded) and
/// Cache-Control (no-store) are the answer's own where it brings them.
[[nodiscard]] std::string wire_form(const Response& response, const WireOptions& options);

/// The client's X-Request-ID where it is 1 to 64 letters, digits, dots, dashes and underscores;
/// else a new one.
[[nodiscard]] std::string request_id_for(std::string_view given);

}  // namespace neurec::presentation::http
