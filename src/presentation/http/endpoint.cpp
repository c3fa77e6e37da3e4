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

void require_form(const Request& request) {
    if (media_type_of(request.header("content-type")) != "application/x-www-form-urlencoded")
        throw UnsupportedMediaType(
            "This endpoint reads a form; send Content-Type: application/x-www-form-urlencoded");
}

application::Caller admit(const AccessControl* control, Access access, const Request& request) {
    if (control != nullptr) return control->admit(access, request);
    if (access == Access::anyone || access == Access::anyone_about_themselves) return {};
    throw domain::Unauthenticated("Not authenticated");
}

void require_subject(const AccessControl* control, const Request& request, std::int64_t subject) {
    if (control != nullptr)
        control->require_subject(request, domain::UserId{subject});
    else if (!request.from_loopback)
        throw domain::Forbidden("Not enough permissions");
}

}  // namespace neurec::presentation::http::detail
