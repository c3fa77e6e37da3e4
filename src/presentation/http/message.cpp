#include "presentation/http/message.hpp"

#include <algorithm>
#include <utility>

#include "presentation/json/writer.hpp"

namespace neurec::presentation::http {

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
        case Method::other:
            return "?";
    }
    return "?";
}

void Request::note_validated() const {
    if (notes != nullptr) notes->validated = std::chrono::steady_clock::now();
}

void Request::note_user(std::int64_t user_id) const {
    if (notes != nullptr) notes->user_id = user_id;
}

std::string_view Request::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Header::first);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Response error_response(int status, std::string_view detail) {
    Response response;
    response.status = status;
    response.body = R"({"detail":)";
    json::write_text(response.body, detail);
    response.body += '}';
    return response;
}

Response allow_response(const Request& request, std::string allowed) {
    Response response;
    if (request.method == Method::options) {
        response.status = 204;
        response.content_type.clear();
    } else {
        response = error_response(405, "Method Not Allowed");
    }
    allowed += ", OPTIONS";
    response.headers.emplace_back("Allow", std::move(allowed));
    return response;
}

Response unavailable_response(std::string_view detail) {
    Response response = error_response(503, detail);
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace neurec::presentation::http
