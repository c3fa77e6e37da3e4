#include "infrastructure/security/listed_common_passwords.hpp"

#include <algorithm>
#include <string>

namespace neurec::infrastructure::security {

/// common_passwords.txt, embedded at build time.
extern const std::string_view kCommonPasswords;

ListedCommonPasswords::ListedCommonPasswords() {
    for (std::string_view rest = kCommonPasswords; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (!line.empty() && line.front() != '#') words_.insert(line);
    }
}

bool ListedCommonPasswords::contains(std::string_view password) const {
    std::string lower(password);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return words_.contains(lower);
}

}  // namespace neurec::infrastructure::security
