#include "presentation/http/target.hpp"

#include <algorithm>
#include <boost/url/authority_view.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

namespace neurec::presentation::http {

namespace {

/// Percent-decoded, or nothing where an escape is broken. In queries a plus is a space.
[[nodiscard]] std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    const auto checked =
        boost::urls::make_pct_string_view(boost::core::string_view(text.data(), text.size()));
    if (!checked) return std::nullopt;
    boost::urls::encoding_opts options;
    options.space_as_plus = plus_is_space;
    std::string result;
    for (const char c : boost::urls::decode_view(*checked, options))
        result += c;
    return result;
}

/// Calls `each` with the parts between separators; false as soon as it returns false.
template <class Each>
bool split(std::string_view text, char separator, Each each) {
    for (;;) {
        const std::size_t end = text.find(separator);
        if (!each(text.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

/// "name=value", percent-decoded; nothing where an escape is broken.
[[nodiscard]] std::optional<json::Parameter> decoded_pair(std::string_view pair) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals), true);
    auto value = decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view(), true);
    if (!name || !value) return std::nullopt;
    return json::Parameter(*std::move(name), *std::move(value));
}

/// The part of an absolute target that servers route by.
[[nodiscard]] std::string_view without_origin(std::string_view target) {
    constexpr std::string_view kScheme = "http://";
    if (!target.starts_with(kScheme)) return target;
    const std::size_t path = target.find('/', kScheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

std::optional<Target> parse_target(std::string_view target, const RootPath& root) {
    target = without_origin(target);
    if (!target.starts_with('/')) return std::nullopt;
    Target result;
    const std::size_t question_mark = std::min(target.find('?'), target.size());
    result.encoded_path = root.strip(target.substr(0, question_mark));
    result.encoded_query = target.substr(question_mark);

    const bool path_is_whole =
        result.encoded_path.empty() ||
        split(result.encoded_path.substr(1), '/', [&](std::string_view segment) {
            auto text = decoded(segment, false);
            if (!text) return false;
            result.segments.push_back(*std::move(text));
            return true;
        });
    if (!path_is_whole) return std::nullopt;
    if (result.encoded_query.size() <= 1) return result;

    const bool query_is_whole =
        split(result.encoded_query.substr(1), '&', [&](std::string_view pair) {
            if (pair.empty()) return true;
            auto parameter = decoded_pair(pair);
            if (!parameter) return false;
            result.query.push_back(*std::move(parameter));
            return true;
        });
    if (!query_is_whole) return std::nullopt;
    return result;
}

bool is_host(std::string_view text) {
    if (text.starts_with('[')) {
        const auto authority =
            boost::urls::parse_authority(boost::core::string_view(text.data(), text.size()));
        return authority && !authority->has_userinfo();
    }
    // Names are read here: Boost.URL 1.81 takes "127.0.0.1.nip.io" for a broken IPv4 address.
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view port = text.substr(std::min(colon + 1, text.size()));
    const std::string_view name = text.substr(0, colon);
    return port.find_first_not_of("0123456789") == std::string_view::npos &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view("-._~%!$&'()*+,;=").find(c) != std::string_view::npos;
           });
}

std::vector<json::Parameter> form_fields(std::string_view body) {
    std::vector<json::Parameter> fields;
    split(body, '&', [&](std::string_view pair) {
        auto field = decoded_pair(pair);
        if (field && !field->second.empty()) fields.push_back(*std::move(field));
        return true;
    });
    return fields;
}

}  // namespace neurec::presentation::http
