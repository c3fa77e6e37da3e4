#include "domain/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace neurec::domain {

namespace {

/// ASCII letters alone: names are.
[[nodiscard]] std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// The optimal string alignment distance (Damerau 1964): no letter takes part in two changes.
[[nodiscard]] std::size_t changes_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::exchange(last, row);
    }
    return last[b.size()];
}

[[nodiscard]] bool is_near(std::string_view word, std::string_view name, std::size_t changes) {
    const std::size_t longer = std::max(word.size(), name.size());
    return changes <= std::max<std::size_t>(1, longer / 3) ||
           (word.size() >= 3 && name.starts_with(word)) ||
           (name.size() >= 4 && word.starts_with(name));
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view word, std::span<const std::string> names) {
    // A longer word is no slip of the finger.
    constexpr std::size_t kLongestWord = 100;
    if (word.size() > kLongestWord) return std::nullopt;
    const std::string typed = in_lower_case(word);
    std::optional<std::string> nearest;
    std::size_t fewest = 0;
    for (const std::string& each : names) {
        const std::string name = in_lower_case(each);
        const std::size_t changes = changes_between(typed, name);
        // To replace every letter is to write another word.
        if (changes >= std::max(typed.size(), name.size()) && changes > 0) continue;
        if (!is_near(typed, name, changes) || (nearest && changes >= fewest)) continue;
        nearest = each;
        fewest = changes;
    }
    return nearest;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
    const auto nearest = nearest_name(word, names);
    return nearest ? " Did you mean " + *nearest + "?" : "";
}

}  // namespace neurec::domain
