#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/random.hpp"

namespace neurec::tests {

/// Damages a body as careless and hostile clients do. Deterministic by seed.
class Mutator {
  public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] std::string mutated(std::string text) {
        for (std::uint64_t edits = 1 + random_.below(4); edits > 0; --edits)
            edit(text);
        return text;
    }

  private:
    void edit(std::string& text) {
        static constexpr std::array<std::string_view, 24> kTokens = {
            "null",  "true", "-1",   "1e999",    "0.5",         "\"\"",
            "[",     "]",    "{",    "}",        ",",           ":",
            "\"5\"", "NaN",  "\\u0", "\xff",     "\"\\ud800\"", "9999999999999999999999",
            "-0",    "1.5",  "\x01", "[[[[[[[[", "{\"a\":",     " "};
        const std::size_t at = random_.below(text.size() + 1);
        const std::size_t length = std::min<std::size_t>(random_.below(8), text.size() - at);
        switch (random_.below(5)) {
            case 0:
                text.insert(at, kTokens[random_.below(kTokens.size())]);
                break;
            case 1:
                text.replace(at, length, kTokens[random_.below(kTokens.size())]);
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(at, text.substr(at, length));
                break;
            default:
                if (at < text.size()) text[at] = static_cast<char>(random_.below(256));
        }
    }
    domain::Random random_;
};

}  // namespace neurec::tests
