#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/account.hpp"

namespace neurec::domain {

/// Which users, and which page of them, by ascending id.
struct AccountQuery {
    std::string username;  ///< as names are compared; empty: any
    std::string email;     ///< likewise
    std::uint64_t offset = 0;
    std::uint32_t limit = 50;
};

struct AccountPage {
    std::vector<Account> accounts;
    std::uint64_t total = 0;  ///< without offset and limit
};

/// The users. Usernames and emails that differ only in case or in the form of their Unicode
/// characters are the same name (key_of). Implementations are thread-safe; a failing database is
/// Unavailable.
class AccountRepository {
  public:
    virtual ~AccountRepository() = default;
    [[nodiscard]] virtual std::optional<Account> find(UserId id) = 0;
    /// What a name is compared by: two of the same key are the same name.
    [[nodiscard]] virtual std::string key_of(std::string_view name) const = 0;
    /// By email. Where older accounts have one name in several spellings, the one spelled so.
    [[nodiscard]] virtual std::optional<Account> find_by_email(std::string_view email) = 0;
    [[nodiscard]] virtual AccountPage search(const AccountQuery& query) = 0;
    [[nodiscard]] virtual bool has_admin() = 0;

    /// Stores a new user and gives the id. Conflict where the email or the username is taken.
    [[nodiscard]] virtual UserId create(const Credentials& credentials,
                                        const Demographics& demographics) = 0;
    /// Replaces what is stored under the account's id, if that still has the account's revision.
    /// NotFound where the user is gone; Conflict where somebody else has changed it since it was
    /// read, and as for create(): nothing is stored then.
    virtual void update(const Account& account) = 0;
    /// Replaces the hash `former` by another of the same password; nothing where the user has
    /// another by now, since the password has changed meanwhile.
    virtual void replace_hash(UserId id, const std::string& former, const std::string& hash) = 0;
    /// Removes the user with their ratings; false where there is none. Conflict for the last admin.
    virtual bool remove(UserId id) = 0;
    /// Removes every user who is no admin, with their ratings.
    virtual void remove_all_but_admins() = 0;
};

}  // namespace neurec::domain
