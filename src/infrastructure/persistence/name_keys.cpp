#include "infrastructure/persistence/name_keys.hpp"

#include <soci/soci.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <set>
#include <vector>

namespace neurec::infrastructure::persistence {

namespace {

constexpr std::size_t kLongestKey = 1024;

/// At most kLongestKey bytes, whole characters.
[[nodiscard]] std::string cut(std::string_view key) {
    std::size_t bytes = std::min(key.size(), kLongestKey);
    while (bytes < key.size() && (static_cast<unsigned char>(key[bytes]) & 0xc0U) == 0x80U)
        --bytes;
    return std::string(key.substr(0, bytes));
}

/// An account's names and the keys that they get.
struct NamedRow {
    long long id = 0;
    std::string username;
    std::string username_key;
    long long username_twin = 0;
    std::string email;
    std::string email_key;
    long long email_twin = 0;
};

[[nodiscard]] std::vector<NamedRow> accounts_by_age(soci::session& session) {
    std::vector<NamedRow> rows;
    NamedRow row;
    soci::statement names =
        (session.prepare << "select id, username, email from users where username is not null and "
                            "email is not null order by id",
         soci::into(row.id), soci::into(row.username), soci::into(row.email));
    names.execute();
    while (names.fetch())
        rows.push_back(row);
    return rows;
}

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): utf8proc's characters are unsigned
std::string name_key(std::string_view name) {
    constexpr int kNfkcCasefold =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_uint8_t* folded = nullptr;
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                     static_cast<utf8proc_ssize_t>(name.size()), &folded,
                     static_cast<utf8proc_option_t>(kNfkcCasefold));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    if (length == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
    if (length >= 0)
        return cut({reinterpret_cast<const char*>(folded), static_cast<std::size_t>(length)});
    std::string key(name);
    std::ranges::transform(key, key.begin(), lower_case_of_ascii);
    return cut(key);
}
// NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)

void fill_name_keys(soci::session& session) {
    std::vector<NamedRow> rows = accounts_by_age(session);
    NamedRow row;
    soci::statement update =
        (session.prepare << "update users set username_key = :username_key, username_twin = "
                            ":username_twin, email_key = :email_key, email_twin = :email_twin "
                            "where id = :id",
         soci::use(row.username_key), soci::use(row.username_twin), soci::use(row.email_key),
         soci::use(row.email_twin), soci::use(row.id));
    std::set<std::string> usernames;
    std::set<std::string> emails;
    for (NamedRow& each : rows) {
        row = std::move(each);
        row.username_key = name_key(row.username);
        row.email_key = name_key(row.email);
        row.username_twin = usernames.insert(row.username_key).second ? 0 : row.id;
        row.email_twin = emails.insert(row.email_key).second ? 0 : row.id;
        update.execute(true);
    }
}

}  // namespace neurec::infrastructure::persistence
