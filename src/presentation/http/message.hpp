#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers as controllers see them, free of any HTTP library.
namespace neurec::presentation::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// "GET" …; "?" for `other`.
[[nodiscard]] std::string_view name_of(Method method);

using Header = std::pair<std::string, std::string>;

struct Request {
    Method method = Method::get;
    std::string target{};           ///< as it was sent: path and query, percent-encoded
    std::vector<Header> headers{};  ///< names in lower case
    std::string body{};
    std::string id{};  ///< what X-Request-ID answers
    bool from_loopback =
        false;  ///< the peer is this machine, and no proxy speaks for somebody else

    /// The first header of that name (lower case), or an empty text.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string body{};
    std::string content_type = "application/json";
    std::vector<Header> headers{};  ///< besides those that every answer has
};

/// {"detail": detail} with that status.
[[nodiscard]] Response error_response(int status, std::string_view detail);
/// 503 with Retry-After: what was asked for may work in a moment.
[[nodiscard]] Response unavailable_response(std::string_view detail);

}  // namespace neurec::presentation::http
