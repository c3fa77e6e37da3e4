#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace neurec::presentation::http {

/// A strong ETag of these bytes, with its quotes: equal bytes have equal tags, on every machine.
[[nodiscard]] std::string entity_tag_of(std::string_view bytes);

/// Whether an If-None-Match header names the tag (or any, by "*"); compared weakly (RFC 9110,
/// 13.1.2).
[[nodiscard]] bool names_entity_tag(std::string_view if_none_match, std::string_view tag);

/// Whether `fits` holds for any element of a comma-separated header, spaces around it taken away.
template <class Fits>
[[nodiscard]] bool any_element(std::string_view list, Fits fits) {
    constexpr std::string_view kSpaces = " \t";
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view element = list.substr(0, comma);
        element.remove_prefix(std::min(element.find_first_not_of(kSpaces), element.size()));
        element = element.substr(0, element.find_last_not_of(kSpaces) + 1);
        if (fits(element)) return true;
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

}  // namespace neurec::presentation::http
