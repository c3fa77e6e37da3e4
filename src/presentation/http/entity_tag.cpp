#include "presentation/http/entity_tag.hpp"

#include <sodium.h>

#include <array>

namespace neurec::presentation::http {

std::string entity_tag_of(std::string_view bytes) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    // BLAKE2b, which allocates nothing: OpenSSL's digests crash where their first use finds no
    // memory.
    std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
    crypto_generichash(digest.data(), digest.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    std::string tag = "\"";
    for (const unsigned char byte : digest) {
        tag += kHexDigits[byte >> 4U];
        tag += kHexDigits[byte & 15U];
    }
    return tag + '"';
}

bool names_entity_tag(std::string_view if_none_match, std::string_view tag) {
    return any_element(if_none_match, [&](std::string_view each) {
        if (each.starts_with("W/")) each.remove_prefix(2);
        return each == "*" || each == tag;
    });
}

}  // namespace neurec::presentation::http
