#pragma once

#include <cstddef>
#include <string_view>

namespace neurec::domain {

/// Whether the character of UTF-8 text that begins at `i` is a control character: NUL and the rest
/// of C0, DEL, or C1, which is U+0080 to U+009F.
[[nodiscard]] constexpr bool is_control_character(std::string_view text, std::size_t i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xc2 && i + 1 < text.size()) return static_cast<unsigned char>(text[i + 1]) < 0xa0;
    return byte < 0x20 || byte == 0x7f;
}

[[nodiscard]] constexpr bool has_control_characters(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (is_control_character(text, i)) return true;
    return false;
}

}  // namespace neurec::domain
