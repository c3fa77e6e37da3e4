#include "application/dtos/text_rules.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace neurec::application {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Unicode's White_Space and Default_Ignorable_Code_Point, and the blank pattern of Braille.
constexpr std::array kInvisible = std::to_array<Range>({
    {0x09, 0x0d},     {0x20, 0x20},       {0x85, 0x85},       {0xa0, 0xa0},       {0xad, 0xad},
    {0x34f, 0x34f},   {0x61c, 0x61c},     {0x115f, 0x1160},   {0x1680, 0x1680},   {0x17b4, 0x17b5},
    {0x180b, 0x180f}, {0x2000, 0x200f},   {0x2028, 0x202f},   {0x205f, 0x206f},   {0x2800, 0x2800},
    {0x3000, 0x3000}, {0x3164, 0x3164},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
});

[[nodiscard]] bool is_invisible(char32_t code) {
    const auto* const range = std::ranges::lower_bound(kInvisible, code, {}, &Range::last);
    return range != kInvisible.end() && range->first <= code;
}

/// Of Unicode's category Cc, and the separators of lines and paragraphs.
[[nodiscard]] bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

/// The character at the text's beginning, which is taken off.
[[nodiscard]] char32_t take_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t wanted = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const std::size_t bytes = std::min(wanted, text.size());
    char32_t code = wanted == 1 ? lead : lead & (0xffU >> (wanted + 1));
    for (std::size_t i = 1; i < bytes; ++i)
        code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(bytes);
    return code;
}

}  // namespace

std::optional<std::string_view> problem_of_name(std::string_view text) {
    bool is_blank = true;
    while (!text.empty()) {
        const char32_t code = take_character(text);
        if (is_control(code)) return "has a control character";
        is_blank = is_blank && is_invisible(code);
    }
    return is_blank ? std::optional<std::string_view>("is blank") : std::nullopt;
}

}  // namespace neurec::application
