#include "presentation/http/website.hpp"

#include <span>
#include <utility>

namespace neurec::presentation::http {

namespace {

// Redoc writes its styles into the page, and searches in a worker that it makes of a blob.
constexpr std::string_view kRedocPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    "data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

constexpr std::string_view kNoApplication =
    "<!doctype html>\n<html lang=\"en\">\n<title>Neural Recommendation</title>\n"
    "<h1>Neural Recommendation</h1>\n"
    "<p>This is the API's server; the web application is not installed beside it. "
    "The API is described at <a href=\"/docs\">/docs</a>, <a href=\"/redoc\">/redoc</a> and "
    "<a href=\"/openapi.json\">/openapi.json</a>.</p>\n</html>\n";

constexpr std::string_view kNoDocs =
    "<!doctype html>\n<html lang=\"en\">\n<title>Neural Recommendation: API</title>\n"
    "<h1>The documentation's pages are not installed</h1>\n"
    "<p>They are built by script/build where npm is there, into share/neurec/api-docs beside the "
    "program. The API is described in <a href=\"/openapi.json\">/openapi.json</a>.</p>\n</html>\n";

[[nodiscard]] Response plain_page(const Request& request, std::string text) {
    if (request.method != Method::get && request.method != Method::head)
        return allow_response(request, "GET, HEAD");
    Response response;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(text);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

/// A part of the folder, where there is a folder.
[[nodiscard]] std::filesystem::path below(const std::filesystem::path& folder, const char* part) {
    return folder.empty() ? folder : folder / part;
}

[[nodiscard]] bool accepts_pages(const Request& request) {
    const bool reads = request.method == Method::get || request.method == Method::head;
    return reads && request.header("accept").find("text/html") != std::string_view::npos;
}

}  // namespace

Website::Website(const WebFolders& folders, std::set<std::string> api_segments,
                 const RootPath& root)
    : application_(folders.application, kStrictPagePolicy, root),
      docs_(below(folders.api_docs, "docs"), kStrictPagePolicy, root),
      redoc_(below(folders.api_docs, "redoc"), kRedocPolicy, root),
      api_segments_(std::move(api_segments)),
      root_(root) {}

std::optional<Response> Website::answer(const Request& request, const Target& target) const {
    const std::span<const std::string> segments = target.segments;
    const std::string& first = segments.front();
    if (first == "docs" || first == "redoc") {
        const StaticFiles& files = first == "docs" ? docs_ : redoc_;
        if (auto page = files.answer(request, segments.subspan(1))) return page;
        const bool is_page = segments.size() == 1 || (segments.size() == 2 && segments[1].empty());
        if (is_page) return plain_page(request, root_.rooted(kNoDocs));
        return std::nullopt;
    }
    if (auto file = application_.answer(request, segments)) return file;
    if (segments.size() == 1 && first.empty())
        return plain_page(request, root_.rooted(kNoApplication));
    if (accepts_pages(request) && !api_segments_.contains(first))
        return application_.index(request);
    return std::nullopt;
}

}  // namespace neurec::presentation::http
