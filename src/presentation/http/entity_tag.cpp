#include "presentation/http/entity_tag.hpp"

#include <openssl/sha.h>

#include <array>

namespace neurec::presentation::http {

std::string entity_tag_of(std::string_view bytes) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    constexpr std::size_t kTagBytes = 16;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string tag = "\"";
    for (std::size_t i = 0; i < kTagBytes; ++i) {
        tag += kHexDigits[digest[i] >> 4U];
        tag += kHexDigits[digest[i] & 15U];
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
