#include "presentation/http/cors.hpp"

#include <algorithm>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::presentation::http {

namespace {

/// What a browser sends in Origin: scheme, host and port, in lower case, nothing behind.
[[nodiscard]] bool is_origin(std::string_view text) {
    const std::size_t scheme_end = text.find("://");
    const std::string_view scheme = text.substr(0, scheme_end);
    if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https"))
        return false;
    const std::string_view host = text.substr(scheme_end + 3);
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("-._:[]").find(c) != std::string_view::npos;
    });
}

}  // namespace

CorsPolicy::CorsPolicy(std::vector<std::string> origins) : origins_(std::move(origins)) {
    for (const std::string& each : origins_)
        if (each != "*" && !is_origin(each))
            throw domain::InvalidInput(
                "\"" + each +
                "\" is no origin: give scheme, host and port as browsers send them, in lower case "
                "and without a slash at the end, such as https://app.example, or * for any.");
    any_ = std::ranges::find(origins_, "*") != origins_.end();
}

bool CorsPolicy::allows(std::string_view origin) const {
    return !origin.empty() && (any_ || std::ranges::find(origins_, origin) != origins_.end());
}

std::optional<Response> CorsPolicy::preflight(const Request& request,
                                              std::string_view allowed_methods) const {
    const bool is_question = request.method == Method::options &&
                             !request.header("access-control-request-method").empty();
    if (!is_question || allowed_methods.empty() || !allows(request.header("origin")))
        return std::nullopt;
    Response response;
    response.status = 204;
    response.content_type.clear();
    response.headers = {{"Access-Control-Allow-Methods", std::string(allowed_methods)},
                        {"Access-Control-Allow-Headers", "authorization, content-type"},
                        {"Access-Control-Max-Age", "600"}};
    return response;
}

void CorsPolicy::apply(const Request& request, Response& response) const {
    if (origins_.empty()) return;
    if (!any_) response.headers.emplace_back("Vary", "Origin");
    const std::string_view origin = request.header("origin");
    if (!allows(origin)) return;
    response.headers.emplace_back("Access-Control-Allow-Origin", any_ ? "*" : std::string(origin));
    response.headers.emplace_back("Access-Control-Expose-Headers", "X-Request-ID, Retry-After");
}

}  // namespace neurec::presentation::http
