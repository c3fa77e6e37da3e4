#include "presentation/http/session_cookie.hpp"

#include <algorithm>
#include <utility>

namespace neurec::presentation::http {

namespace {

constexpr std::string_view kName = "neurec_session";

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

[[nodiscard]] Header set_cookie(std::string_view value, std::string_view more,
                                const Request& request, const RootPath& root) {
    std::string cookie(kName);
    cookie += '=';
    cookie += value;
    cookie += "; Path=" + root.text() + "/; HttpOnly; SameSite=Strict";
    cookie += more;
    // A plain-HTTP server on loopback could not get a Secure cookie back from every browser.
    if (request.is_encrypted) cookie += "; Secure";
    return {"Set-Cookie", std::move(cookie)};
}

}  // namespace

bool is_from_own_page(const Request& request) {
    if (request.header("x-neurec-session").empty()) return false;
    const std::string_view site = request.header("sec-fetch-site");
    return site.empty() || site == "same-origin";
}

std::optional<std::string_view> session_token(const Request& request) {
    if (!is_from_own_page(request)) return std::nullopt;
    std::string_view rest = request.header("cookie");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view pair = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = pair.find('=');
        if (equals == kName.size() && pair.starts_with(kName) && equals + 1 < pair.size())
            return pair.substr(equals + 1);
    }
    return std::nullopt;
}

Header session_cookie(std::string_view token, const Request& request, const RootPath& root) {
    return set_cookie(token, "", request, root);
}

Header ended_session_cookie(const Request& request, const RootPath& root) {
    return set_cookie("", "; Max-Age=0", request, root);
}

}  // namespace neurec::presentation::http
