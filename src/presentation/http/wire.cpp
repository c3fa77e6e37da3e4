#include "presentation/http/wire.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <ctime>
#include <random>

namespace neurec::presentation::http {

namespace {

[[nodiscard]] std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Unknown";
    }
}

/// The time as HTTP writes it, made once a second and thread.
[[nodiscard]] std::string_view http_date() {
    thread_local std::time_t made_at = 0;
    thread_local std::array<char, 32> text;
    thread_local std::size_t length = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made_at) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        made_at = now;
    }
    return {text.data(), length};
}

[[nodiscard]] bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

[[nodiscard]] std::uint64_t random_start() {
    std::random_device device;
    return (std::uint64_t{device()} << 32U) | device();
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

[[nodiscard]] bool brings(const Response& response, std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const Header& header) {
        return std::ranges::equal(header.first, name, [](unsigned char a, unsigned char b) {
            return std::tolower(a) == std::tolower(b);
        });
    });
}

void append_security_headers(std::string& out, const Response& response, bool is_tls) {
    out +=
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Referrer-Policy: no-referrer\r\n";
    if (!brings(response, "content-security-policy"))
        out += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    if (!brings(response, "cache-control")) out += "Cache-Control: no-store\r\n";
    if (is_tls) out += "Strict-Transport-Security: max-age=31536000\r\n";
}

/// Whether the line that begins here (and is not the request line) can be a header.
[[nodiscard]] bool begins_header(std::string_view line) {
    if (line.starts_with("\r\n")) return true;
    const std::size_t colon = line.find(':');
    return colon != std::string_view::npos && colon > 0 && colon < line.find('\r') &&
           line.substr(0, colon).find_first_of(" \t") == std::string_view::npos;
}

}  // namespace

HeadScan scan_head(std::string_view bytes, std::size_t checked) {
    const HeadScan malformed{.state = HeadScan::State::malformed, .bytes = 0};
    // From the line that was incomplete: its beginning decides whether it is folded.
    std::size_t line = checked == 0 ? 0 : bytes.rfind('\n', checked - 1) + 1;
    if (checked > 0 && bytes.rfind('\n', checked - 1) == std::string_view::npos) line = 0;
    for (;;) {
        const std::string_view rest = bytes.substr(line);
        const std::size_t end = rest.find('\n');
        const std::string_view text = rest.substr(0, end);
        if (text.find('\0') != std::string_view::npos) return malformed;
        const std::size_t carriage_return = text.find('\r');
        if (end == std::string_view::npos) {
            const bool ends_line =
                carriage_return == std::string_view::npos || carriage_return + 1 == text.size();
            return ends_line ? HeadScan{} : malformed;
        }
        if (carriage_return == std::string_view::npos || carriage_return + 1 != end)
            return malformed;
        if (line > 0 && !begins_header(rest)) return malformed;
        line += end + 1;
        if (end == 1) return {.state = HeadScan::State::complete, .bytes = line};
    }
}

std::string wire_form(const Response& response, const WireOptions& options) {
    std::string out;
    out.reserve(512 + response.body.size());
    out += options.is_http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\n";
    append_header(out, "Server", "neurec");
    append_header(out, "Date", http_date());
    // Such answers end with their head, and say no length (RFC 9110, 8.6).
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body && !response.content_type.empty())
        append_header(out, "Content-Type", response.content_type);
    if (has_body) append_header(out, "Content-Length", std::to_string(response.content().size()));
    append_header(out, "X-Request-ID", options.request_id);
    append_security_headers(out, response, options.is_tls);
    for (const auto& [name, value] : response.headers)
        append_header(out, name, value);
    if (!options.keep_alive) append_header(out, "Connection", "close");
    if (options.keep_alive && options.is_http_1_0) append_header(out, "Connection", "keep-alive");
    out += "\r\n";
    if (has_body && !options.head_only && !response.shared_body) out += response.body;
    return out;
}

std::string request_id_for(std::string_view given) {
    constexpr std::size_t kLongest = 64;
    if (!given.empty() && given.size() <= kLongest && std::ranges::all_of(given, is_id_character))
        return std::string(given);
    // Unique within this process by the counter, among processes by its random start.
    static std::atomic<std::uint64_t> next{random_start()};
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    std::string id(16, '0');
    std::uint64_t number = next.fetch_add(1, std::memory_order_relaxed);
    for (auto digit = id.rbegin(); digit != id.rend(); ++digit, number >>= 4U)
        *digit = kHexDigits[number & 15U];
    return id;
}

}  // namespace neurec::presentation::http
