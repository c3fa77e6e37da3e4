#pragma once

#include "application/dtos/accounts.hpp"
#include "application/services/caller.hpp"
#include "application/services/password_check.hpp"
#include "domain/ports/account_repository.hpp"
#include "domain/ports/common_passwords.hpp"
#include "domain/ports/password_hasher.hpp"
#include "domain/ports/token_service.hpp"

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
///
/// Of two changes of one account at the same time, here and in the classes below, one is stored
/// whole and the other is a Conflict, or Unauthenticated where the first ended its token.
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

/// Changes what a request names of a user; the rest stays.
class ChangeUser {
  public:
    /// The ports and the check must outlive it.
    ChangeUser(domain::AccountRepository& accounts, const PasswordCheck& check)
        : accounts_(accounts), check_(check) {}
    /// `address`: where the request comes from. Forbidden for another's account, NotFound, Conflict
    /// where the email or the username is taken and for users of a data set; InvalidRequest where
    /// the email changes and the caller's password is not given or is wrong, TooManyAttempts after
    /// too many wrong ones.
    [[nodiscard]] UserPublic operator()(const Caller& caller, domain::UserId id,
                                        const UserChanges& changes, std::string_view address) const;

  private:
    void require_own_password(const Caller& caller, const UserChanges& changes,
                              std::string_view address) const;

    domain::AccountRepository& accounts_;
    const PasswordCheck& check_;
};

/// Gives the caller's account another password, which ends older tokens.
class ChangePassword {
  public:
    /// The ports and the check must outlive it.
    ChangePassword(domain::AccountRepository& accounts, domain::PasswordHasher& hasher,
                   const domain::CommonPasswords& common, domain::TokenService& tokens,
                   const PasswordCheck& check)
        : accounts_(accounts), hasher_(hasher), common_(common), tokens_(tokens), check_(check) {}
    /// A token to go on with. `caller`: somebody with a token. `address`: where the request comes
    /// from. InvalidRequest for a wrong current password and for a new one that is common,
    /// TooManyAttempts after too many wrong ones.
    [[nodiscard]] Token operator()(const Caller& caller, const PasswordChange& change,
                                   std::string_view address) const;

  private:
    domain::AccountRepository& accounts_;
    domain::PasswordHasher& hasher_;
    const domain::CommonPasswords& common_;
    domain::TokenService& tokens_;
    const PasswordCheck& check_;
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
