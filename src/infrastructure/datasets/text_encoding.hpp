#pragma once

#include <string>
#include <string_view>

namespace neurec::infrastructure::datasets {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing
/// above U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// Each byte of ISO-8859-1 as the character of its number.
std::string latin1_to_utf8(std::string_view bytes);

/// Whether there is a C0 control character, DEL or NUL in the text.
bool has_control_characters(std::string_view text);

}  // namespace neurec::infrastructure::datasets
