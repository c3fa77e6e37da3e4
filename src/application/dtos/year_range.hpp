#pragma once

#include <optional>
#include <string_view>

namespace neurec::application {

/// What is wrong with the `year_from` and `year_to` of a request, each of which may be absent.
template <class Request>
[[nodiscard]] std::optional<std::string_view> broken_year_rule(const Request& request) {
    if (request.year_from && request.year_to && *request.year_from > *request.year_to)
        return "year_from is after year_to: no movie is released in such years";
    return std::nullopt;
}

}  // namespace neurec::application
