#pragma once

#include "application/dtos/accounts.hpp"
#include "application/services/caller.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/common_passwords.hpp"
#include "domain/ports/password_hasher.hpp"

namespace neurec::application {

/// Registration. Thread-safe, as the others here.
class CreateUser {
  public:
    /// The ports must outlive it.
    CreateUser(domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
               const domain::CommonPasswords& common)
        : accounts_(accounts), hasher_(hasher), common_(common) {}
    /// Conflict where the email or the username is taken, InvalidRequest for a common password.
    [[nodiscard]] UserPublic operator()(const UserSchema& user,
                                        domain::Role role = domain::Role::user) const;

  private:
    domain::AccountRepository& accounts_;
    domain::PasswordHasher& hasher_;
    const domain::CommonPasswords& common_;
};

/// Replaces what is known of a user; the role stays. A new password ends older tokens.
class UpdateUser {
  public:
    /// The ports must outlive it.
    UpdateUser(domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
               const domain::CommonPasswords& common)
        : accounts_(accounts), hasher_(hasher), common_(common) {}
    /// Forbidden for another's account, NotFound, Conflict where the email or the username is
    /// taken, InvalidRequest for a new password that is common.
    [[nodiscard]] UserPublic operator()(const Caller& caller, domain::UserId id,
                                        const UserSchema& user) const;

  private:
    domain::AccountRepository& accounts_;
    domain::PasswordHasher& hasher_;
    const domain::CommonPasswords& common_;
};

/// Looks at users and removes them.
class BrowseUsers {
  public:
    explicit BrowseUsers(domain::AccountRepository& accounts) : accounts_(accounts) {}
    /// NotFound where there is no such user.
    [[nodiscard]] UserPublic find(domain::UserId id) const;
    /// A page beyond the last one is empty.
    [[nodiscard]] UserList list(const UserListQuery& query) const;
    /// With their ratings. Forbidden for another's account, NotFound.
    void remove(const Caller& caller, domain::UserId id) const;
    /// Every user but admins, with their ratings.
    void remove_all() const { accounts_.remove_all_but_admins(); }

  private:
    domain::AccountRepository& accounts_;
};

}  // namespace neurec::application
