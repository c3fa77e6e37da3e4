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

/// A character of UTF-8 text and the bytes it takes. Bytes that are no UTF-8 come one by one.
struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(i);
    const std::size_t bytes = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (bytes == 1 || i + bytes > text.size()) return {lead, 1};
    char32_t code = lead & (0xffU >> (bytes + 1));
    for (std::size_t j = 1; j < bytes; ++j) {
        if ((byte(i + j) & 0xc0U) != 0x80U) return {lead, 1};
        code = (code << 6U) | (byte(i + j) & 0x3fU);
    }
    return {code, bytes};
}

/// Apostrophes are dropped ("Schindler's" is one word), and so are accents that follow their letter
/// as characters of their own (U+0300 to U+036F).
bool is_dropped(char32_t code) {
    return code == '\'' || code == 0x2019 || (code >= 0x300 && code < 0x370);
}

bool ends_word(char32_t code) {
    if (code < 0x80) return !is_ascii_letter_or_digit(static_cast<unsigned char>(code));
    // Signs of the Latin-1 Supplement, General Punctuation, and those of Chinese and Japanese.
    return (code >= 0xa0 && code < kFirstFolded) || (code >= 0x2000 && code < 0x2070) ||
           (code >= 0x3000 && code < 0x3004);
}

/// Some letters become two when they are folded: a word can be longer than its title, and than its
/// column. Nobody searches by so much of one.
void cut(std::string& word) {
    constexpr std::size_t kLongestWord = 200;
    if (word.size() <= kLongestWord) return;
    std::size_t bytes = kLongestWord;
    while ((static_cast<unsigned char>(word[bytes]) & 0xc0U) == 0x80U)
        --bytes;
    word.resize(bytes);
}

}  // namespace

std::vector<std::string> title_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        cut(word);
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto [code, bytes] = character_at(text, i);
        if (bytes > 1 && code >= kFirstFolded && code < kFirstFolded + kFolded.size()) {
            const std::string_view letters = kFolded[code - kFirstFolded];
            letters.empty() ? end_word() : static_cast<void>(word += letters);
        } else if (code >= 'A' && code <= 'Z') {
            word += static_cast<char>(code + ('a' - 'A'));
        } else if (ends_word(code) && !is_dropped(code)) {
            end_word();
        } else if (!is_dropped(code)) {
            word += text.substr(i, bytes);
        }
        i += bytes;
    }
    end_word();
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

}  // namespace neurec::infrastructure::persistence
