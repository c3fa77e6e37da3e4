#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace neurec::infrastructure::datasets {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing
/// above U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// Each byte of ISO-8859-1 as the character of its number.
std::string latin1_to_utf8(std::string_view bytes);

/// Whether there is a control character in UTF-8 text: NUL and the rest of C0, DEL, or C1.
bool has_control_characters(std::string_view text);

/// Bytes of any kind as UTF-8 for a message: ISO-8859-1 where they are no UTF-8, "?" for control
/// characters (a terminal would obey them), cut between characters to `longest` bytes with "…"
/// behind.
std::string printable(std::string_view bytes, std::size_t longest);

}  // namespace neurec::infrastructure::datasets
