#include "infrastructure/persistence/title_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace neurec::infrastructure::persistence {

namespace {

constexpr char32_t kFirstFolded = 0xc0;
/// What each letter from U+00C0 (Latin-1 Supplement, Latin Extended-A) to U+017F becomes; "" ends a
/// word.
constexpr std::array<std::string_view, 0x180 - kFirstFolded> kFolded{
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // U+00C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",  // U+00D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // U+00E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // U+00F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // U+0100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // U+0110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // U+0120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // U+0130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // U+0140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // U+0150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // U+0160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",   // U+0170
};

bool is_ascii_letter_or_digit(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What the two bytes of a character in U+00C0..U+017F become, or nothing for any other.
const std::string_view* folded(unsigned char lead, unsigned char second) {
    const char32_t character = ((lead & 0x1fU) << 6U) | (second & 0x3fU);
    const bool is_two_bytes = (lead & 0xe0U) == 0xc0U;
    return is_two_bytes && character >= kFirstFolded && character < 0x180
               ? &kFolded[character - kFirstFolded]
               : nullptr;
}

}  // namespace

std::vector<std::string> title_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (is_ascii_letter_or_digit(byte)) {
            word += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
        } else if (byte < 0x80) {
            if (byte != '\'') end_word();  // "Schindler's" is one word
        } else if (const std::string_view* letters =
                       i + 1 < text.size() ? folded(byte, static_cast<unsigned char>(text[i + 1]))
                                           : nullptr) {
            letters->empty() ? end_word() : static_cast<void>(word += *letters);
            ++i;
        } else {
            word += text[i];
        }
    }
    end_word();
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

}  // namespace neurec::infrastructure::persistence
