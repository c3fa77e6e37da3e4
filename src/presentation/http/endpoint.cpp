#include "presentation/http/endpoint.hpp"

#include <algorithm>

#include "domain/errors.hpp"
#include "presentation/http/error_answers.hpp"

namespace neurec::presentation::http::detail {

namespace {

[[nodiscard]] std::string media_type_of(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find(';')));
    std::erase_if(type, [](char c) { return c == ' ' || c == '\t'; });
    std::ranges::transform(type, type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type;
}

}  // namespace

void require_json(const Request& request) {
    const std::string type = media_type_of(request.header("content-type"));
    if (type.empty() || type == "application/json") return;
    if (type.starts_with("application/") && type.ends_with("+json")) return;
    throw UnsupportedMediaType("This endpoint reads JSON; send Content-Type: application/json");
}

void require_loopback(const Request& request) {
    if (!request.from_loopback) throw domain::Forbidden("Not enough permissions");
}

}  // namespace neurec::presentation::http::detail
