#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers as controllers see them, free of any HTTP library.
namespace neurec::presentation::http {

/// Every method that some path has, as Allow lists them.
inline constexpr std::string_view kEveryMethod = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// "GET" …; "?" for `other`.
[[nodiscard]] std::string_view name_of(Method method);

using Header = std::pair<std::string, std::string>;

/// What turns out about a request while it is handled, for the log and the metrics.
struct RequestNotes {
    std::optional<std::chrono::steady_clock::time_point> validated;  ///< when it was found to fit
    std::optional<std::int64_t> user_id;                             ///< who makes it
};

struct Request {
    Method method = Method::get;
    std::string target{};           ///< as it was sent: path and query, percent-encoded
    std::vector<Header> headers{};  ///< names in lower case
    std::string body{};             ///< as it was sent: perhaps compressed (content_encoding.hpp)
    std::size_t body_limit = 1024UL * 1024;  ///< bytes that the body may hold unpacked
    std::string id{};                        ///< what X-Request-ID answers
    std::string client{};                    ///< address that it comes from, as text
    std::string subscriber{};  ///< the same as limits count it (IpAddress::subscriber())
    bool from_loopback =
        false;                  ///< the peer is this machine, and no proxy speaks for somebody else
    bool is_encrypted = false;  ///< came by TLS, to this server or to a trusted proxy before it

    RequestNotes* notes = nullptr;  ///< of the server that handles it; null where none does

    void note_validated() const;
    void note_user(std::int64_t user_id) const;
    /// The first header of that name (lower case), or an empty text.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string body{};
    std::string content_type = "application/json";
    std::vector<Header> headers{};  ///< besides those that every answer has
    /// Bytes that many answers share, instead of `body`; null: `body` it is.
    std::shared_ptr<const std::string> shared_body{};

    [[nodiscard]] const std::string& content() const { return shared_body ? *shared_body : body; }
};

/// {"detail": detail} with that status.
[[nodiscard]] Response error_response(int status, std::string_view detail);
/// To a request whose path has only the methods in `allowed` ("GET, HEAD"), none of which it names:
/// 405, or, to OPTIONS, 204 (RFC 9110, 9.3.7). Either lists them and OPTIONS in Allow.
[[nodiscard]] Response allow_response(const Request& request, std::string allowed);
/// 503 with Retry-After: what was asked for may work in a moment.
[[nodiscard]] Response unavailable_response(std::string_view detail);
/// 503 without a body: allocates nothing.
[[nodiscard]] inline Response response_without_memory() noexcept {
    return {.status = 503, .content_type = {}};
}

}  // namespace neurec::presentation::http
