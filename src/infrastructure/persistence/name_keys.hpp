#pragma once

#include <string>
#include <string_view>

namespace soci {
class session;  // NOLINT(readability-identifier-naming): not ours
}

/// How names of accounts (usernames and emails) are compared: by a key that each row has beside the
/// name, and a unique index over key and twin. A twin is 0, but for accounts that were made before
/// names were compared this way, and have the name of an older account: theirs is their own id, so
/// that both stay, while nobody new gets such a name.
namespace neurec::infrastructure::persistence {

[[nodiscard]] constexpr char lower_case_of_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Unicode's NFKC_Casefold of the name, cut to 1,024 bytes, which is more than an email has. Two
/// names of the same key look the same but for their case. A text that is no UTF-8 is taken as it
/// is, but for the case of ASCII.
[[nodiscard]] std::string name_key(std::string_view name);

/// Gives every account its keys and twins; part of migration 6. In a transaction.
void fill_name_keys(soci::session& session);

}  // namespace neurec::infrastructure::persistence
