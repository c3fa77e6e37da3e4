#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/texts.hpp"

namespace neurec::infrastructure::datasets {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing
/// above U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// Each byte of ISO-8859-1 as the character of its number.
std::string latin1_to_utf8(std::string_view bytes);

using domain::has_control_characters;

/// Bytes of any kind as UTF-8 for a message: ISO-8859-1 where they are no UTF-8, "?" for control
/// characters (a terminal would obey them), cut between characters to `longest` bytes with "…"
/// behind.
std::string printable(std::string_view bytes, std::size_t longest);

}  // namespace neurec::infrastructure::datasets
