#include "presentation/cli/table.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

namespace neurec::presentation::cli {

namespace {

constexpr char32_t kReplacement = U'\ufffd';

/// Decodes the character at the front of `text` and removes it; an invalid byte is taken as U+FFFD.
char32_t take_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80    ? 1
                               : lead >= 0xf0 ? 4
                               : lead >= 0xe0 ? 3
                               : lead >= 0xc0 ? 2
                                              : 0;
    const auto is_continuation = [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
    };
    if (length == 0 || length > text.size() ||
        !std::ranges::all_of(text.substr(1, length - 1), is_continuation)) {
        text.remove_prefix(1);
        return kReplacement;
    }
    constexpr std::array<std::uint32_t, 5> kLeadMask{0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t character = lead & kLeadMask[length];
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(length);
    return character;
}

bool is_combining(char32_t c) {
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f);
}

bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
}

/// Control characters of ASCII and Latin 1, with which terminals are told what to do, and those
/// that turn the direction of writing, with which a text shows as another.
bool is_command(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::string_view from_here = text;
        const char32_t character = take_character(text);
        if (is_command(character) || character == kReplacement)
            result += "\ufffd";
        else
            result += from_here.substr(0, from_here.size() - text.size());
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (!is_combining(character)) width += is_wide(character) ? 2 : 1;
    }
    return width;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add_row(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    std::ranges::transform(cells, cells.begin(), printable);
    rows_.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t width = display_width(columns_[c].heading);
        for (const auto& row : rows_)
            width = std::max(width, display_width(row[c]));
        widths.push_back(width);
    }

    std::string result;
    const auto add_line = [&](const auto& cell_of) {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::string cell = cell_of(c);
            const std::string padding(widths[c] - display_width(cell), ' ');
            if (c > 0) line += "  ";
            line += columns_[c].right_aligned ? padding + cell : cell + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + '\n';
    };
    const auto rule_of = [&](std::size_t c) {
        std::string rule;
        for (std::size_t i = 0; i < widths[c]; ++i)
            rule += "─";
        return rule;
    };
    add_line([&](std::size_t c) { return columns_[c].heading; });
    add_line(rule_of);
    for (const auto& row : rows_)
        add_line([&](std::size_t c) { return row[c]; });
    return result;
}

}  // namespace neurec::presentation::cli
