#include "infrastructure/datasets/text_encoding.hpp"

namespace neurec::infrastructure::datasets {

namespace {

/// Bytes of the character that begins with `lead`; 0 where none does.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return 2;
    if (lead >= 0xe0 && lead <= 0xef) return 3;
    if (lead >= 0xf0 && lead <= 0xf4) return 4;
    return 0;
}

/// The second byte's range narrows after some leads, which shuts out overlong forms, surrogates and
/// what is above U+10FFFF.
bool fits_after(unsigned char lead, unsigned char second) {
    switch (lead) {
        case 0xe0:
            return second >= 0xa0 && second <= 0xbf;
        case 0xed:
            return second >= 0x80 && second <= 0x9f;
        case 0xf0:
            return second >= 0x90 && second <= 0xbf;
        case 0xf4:
            return second >= 0x80 && second <= 0x8f;
        default:
            return second >= 0x80 && second <= 0xbf;
    }
}

/// First byte of U+0080..U+00BF; those below U+00A0 are the C1 control characters.
constexpr unsigned char kC1Lead = 0xc2;

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = sequence_length(byte(i));
        if (length == 0 || i + length > bytes.size()) return false;
        if (length > 1 && !fits_after(byte(i), byte(i + 1))) return false;
        for (std::size_t j = 2; j < length; ++j)
            if (byte(i + j) < 0x80 || byte(i + j) > 0xbf) return false;
        i += length;
    }
    return true;
}

std::string latin1_to_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xc0U | (byte >> 6U));
            text += static_cast<char>(0x80U | (byte & 0x3fU));
        }
    }
    return text;
}

std::string printable(std::string_view bytes, std::size_t longest) {
    // A character of ISO-8859-1 takes two bytes at most, so what is behind this is not shown.
    std::string text =
        is_valid_utf8(bytes) ? std::string(bytes) : latin1_to_utf8(bytes.substr(0, longest + 1));
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!domain::is_control_character(text, i)) {
            shown += text[i];
            continue;
        }
        shown += '?';
        i += static_cast<unsigned char>(text[i]) == kC1Lead ? 1 : 0;
    }
    if (shown.size() <= longest) return shown;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xc0U) == 0x80U)
        --end;
    shown.resize(end);
    return shown + "…";
}

}  // namespace neurec::infrastructure::datasets
