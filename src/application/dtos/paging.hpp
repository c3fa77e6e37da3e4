#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "application/dtos/constraints.hpp"

namespace neurec::application {

/// Which rows of a list are wanted: a page of a size, or a limit of rows from an offset on. The
/// query of every list, and the base of those that have more to ask.
struct PageQuery {
    std::optional<std::uint32_t> page = std::nullopt;
    std::optional<std::uint32_t> size = std::nullopt;
    std::optional<std::uint64_t> offset = std::nullopt;
    std::optional<std::uint32_t> limit = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(PageQuery, (), (page, size, offset, limit))

template <>
inline constexpr Constraints kConstraints<&PageQuery::page> = {
    .description = "Page, from 1; by default 1", .minimum = 1, .maximum = 1e9};
template <>
inline constexpr Constraints kConstraints<&PageQuery::size> = {
    .description = "Rows a page; by default 50", .minimum = 1, .maximum = 1000};
template <>
inline constexpr Constraints kConstraints<&PageQuery::offset> = {
    .description = "Rows to pass over, instead of page and size; by default 0",
    .minimum = 0,
    .maximum = 9007199254740991.0};
template <>
inline constexpr Constraints kConstraints<&PageQuery::limit> = {
    .description = "Most rows from the offset on; by default 100", .minimum = 1, .maximum = 1000};

/// One way to page at a time.
[[nodiscard]] inline std::optional<std::string_view> broken_rule(const PageQuery& query) {
    if ((query.page || query.size) && (query.offset || query.limit))
        return "give page and size, or offset and limit, not both";
    return std::nullopt;
}

/// The rows that a PageQuery asks for.
struct PageWindow {
    std::uint64_t offset = 0;
    std::uint32_t limit = 0;
};

[[nodiscard]] inline PageWindow window_of(const PageQuery& query) {
    if (query.offset || query.limit) return {query.offset.value_or(0), query.limit.value_or(100)};
    const std::uint32_t size = query.size.value_or(50);
    return {(std::uint64_t{query.page.value_or(1)} - 1) * size, size};
}

/// Sets what every list's answer says of its place among `total` rows; `page` is the one that the
/// first row lies on.
template <class List>
void note_place(List& list, PageWindow window, std::uint64_t total) {
    list.total = total;
    list.page = window.offset / window.limit + 1;
    list.size = window.limit;
    list.pages = (total + window.limit - 1) / window.limit;
}

}  // namespace neurec::application
