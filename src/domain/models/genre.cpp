#include "domain/models/genre.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace neurec::domain {

namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";
constexpr std::array<std::string_view, 3> kWordsForNone = {"none", "unknown", "(no genres listed)"};

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        if (is_space(text.front()))
            text.remove_prefix(1);
        else if (is_space(text.back()))
            text.remove_suffix(1);
        else if (text.starts_with(kNoBreakSpace))
            text.remove_prefix(kNoBreakSpace.size());
        else if (text.ends_with(kNoBreakSpace))
            text.remove_suffix(kNoBreakSpace.size());
        else
            break;
    }
    return text;
}

/// The small letter of a capital one, in the alphabets whose letters take two bytes of UTF-8.
char32_t small_letter(char32_t code) {
    const bool is_latin = code >= 0xc0 && code <= 0xde && code != 0xd7;
    const bool is_greek = code >= 0x391 && code <= 0x3a9 && code != 0x3a2;
    const bool is_cyrillic = code >= 0x410 && code <= 0x42f;
    if (is_latin || is_greek || is_cyrillic) return code + 0x20;
    if (code >= 0x400 && code <= 0x40f) return code + 0x50;  // Ё, Є, Ї …
    // Latin Extended-A: pairs, whose capital is even, or odd where the dotless i shifted them.
    const bool even_pairs = (code >= 0x100 && code <= 0x12f) || (code >= 0x132 && code <= 0x137) ||
                            (code >= 0x14a && code <= 0x177);
    const bool odd_pairs = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e);
    if ((even_pairs && code % 2 == 0) || (odd_pairs && code % 2 == 1)) return code + 1;
    return code;
}

/// In lower case; bytes that are no letter with a small form stay.
std::string lower_case(std::string_view text) {
    std::string lower;
    lower.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool has_two_bytes = byte >= 0xc2 && byte <= 0xdf && i + 1 < text.size() &&
                                   (static_cast<unsigned char>(text[i + 1]) & 0xc0U) == 0x80U;
        if (!has_two_bytes) {
            lower +=
                text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
            continue;
        }
        const auto next = static_cast<unsigned char>(text[++i]);
        const char32_t code = small_letter(((byte & 0x1fU) << 6U) | (next & 0x3fU));
        lower += static_cast<char>(0xc0U | (code >> 6U));
        lower += static_cast<char>(0x80U | (code & 0x3fU));
    }
    return lower;
}

}  // namespace

std::string_view trimmed_genre(std::string_view name) {
    name = trimmed(name);
    return std::ranges::find(kWordsForNone, lower_case(name)) == kWordsForNone.end() ? name : "";
}

std::string genre_key(std::string_view name) {
    return lower_case(trimmed_genre(name));
}

GenreNames::GenreNames(std::span<const std::string> known) {
    for (const std::string& name : known)
        names_.emplace(genre_key(name), trimmed_genre(name));
}

std::vector<std::string> GenreNames::named(std::span<const std::string> genres) {
    std::vector<std::string> names;
    for (const std::string& genre : genres) {
        const std::string_view name = trimmed_genre(genre);
        if (name.empty()) continue;
        const std::string& known = names_.try_emplace(genre_key(name), name).first->second;
        if (std::ranges::find(names, known) == names.end()) names.push_back(known);
    }
    return names;
}

std::vector<std::string> spellings_of(std::string_view genre, std::span<const std::string> names) {
    const std::string key = genre_key(genre);
    std::vector<std::string> spellings;
    if (key.empty()) return spellings;
    std::ranges::copy_if(names, std::back_inserter(spellings),
                         [&](const std::string& name) { return genre_key(name) == key; });
    return spellings;
}

}  // namespace neurec::domain
