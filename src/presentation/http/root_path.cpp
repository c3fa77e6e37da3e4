#include "presentation/http/root_path.hpp"

#include <algorithm>

#include "domain/errors.hpp"

namespace neurec::presentation::http {

namespace {

[[nodiscard]] bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_~./").find(c) != std::string_view::npos;
}

[[nodiscard]] bool is_root_path(const std::string& path) {
    return path.starts_with('/') && !path.ends_with('/') && std::ranges::all_of(path, is_plain) &&
           path.find("//") == std::string::npos && (path + "/").find("/./") == std::string::npos &&
           (path + "/").find("/../") == std::string::npos;
}

}  // namespace

RootPath RootPath::parse(std::string_view text) {
    RootPath root;
    if (text.ends_with('/')) text.remove_suffix(1);
    if (text.empty()) return root;
    root.text_ = text;
    if (!is_root_path(root.text_))
        throw domain::InvalidInput(
            "\"" + root.text_ +
            "\" is no root path: give the path below which the proxy publishes this server, such "
            "as /recs, of letters, digits, -, _, ~ and dots between slashes.");
    return root;
}

std::string_view RootPath::strip(std::string_view path) const {
    if (text_.empty() || !path.starts_with(text_)) return path;
    const std::string_view rest = path.substr(text_.size());
    return rest.empty() || rest.front() == '/' ? rest : path;
}

std::string RootPath::rooted(std::string_view page) const {
    std::string result(page);
    if (text_.empty()) return result;
    for (const std::string_view attribute : {R"(href="/)", R"(src="/)"})
        for (std::size_t at = result.find(attribute); at != std::string::npos;
             at = result.find(attribute, at)) {
            at += attribute.size() - 1;  // to the slash
            result.insert(at, text_);
        }
    return result;
}

}  // namespace neurec::presentation::http
