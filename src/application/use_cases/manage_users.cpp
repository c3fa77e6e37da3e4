#include "application/use_cases/manage_users.hpp"

#include <random>
#include <string>

#include "application/dtos/invalid_request.hpp"
#include "application/services/password_rule.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// Positive, with room to count up.
[[nodiscard]] std::int64_t first_token_version() {
    std::random_device source;
    const std::uint64_t high = source();
    return static_cast<std::int64_t>(((high << 32U) | source()) >> 4U);
}

/// The account that the caller is about to change.
[[nodiscard]] domain::Account account_to_change(domain::AccountRepository& accounts,
                                                const Caller& caller, domain::UserId id) {
    require_self(caller, id);
    auto account = accounts.find(id);
    if (!account) throw domain::NotFound("User not found");
    require_living_token(caller, *account);
    return *std::move(account);
}

[[noreturn]] void refuse_current_password(std::string problem) {
    throw InvalidRequest({{{"body", "current_password"}, std::move(problem), "**********"}});
}

}  // namespace

UserPublic CreateUser::operator()(const UserSchema& user, domain::Role role) const {
    require_uncommon(common_, user.password);
    domain::Account account{
        .id = {},
        .credentials = domain::Credentials{.username = user.username,
                                           .email = user.email,
                                           .password_hash = hasher_.hash(user.password),
                                           .role = role,
                                           .token_version = first_token_version()},
        .demographics = demographics_of(user),
        .revision = 0};
    account.id = accounts_.create(*account.credentials, account.demographics);
    return public_form(account);
}

UserPublic UpdateUser::operator()(const Caller& caller, domain::UserId id,
                                  const UserSchema& user) const {
    domain::Account account = account_to_change(accounts_, caller, id);
    domain::Credentials credentials = account.credentials.value_or(domain::Credentials{});
    if (!account.credentials) credentials.token_version = first_token_version();
    if (!hasher_.verify(credentials.password_hash, user.password)) {
        require_uncommon(common_, user.password);
        credentials.password_hash = hasher_.hash(user.password);
        ++credentials.token_version;
    }
    credentials.username = user.username;
    credentials.email = user.email;
    account.credentials = std::move(credentials);
    account.demographics = demographics_of(user);
    accounts_.update(account);
    return public_form(account);
}

void ChangeUser::require_own_password(const Caller& caller, const UserChanges& changes,
                                      std::string_view address) const {
    if (!changes.current_password)
        refuse_current_password("changing the email needs your current password");
    const auto own = accounts_.find(caller.user.value());
    if (!own || !own->credentials) throw domain::Unauthenticated("Could not validate credentials");
    if (!check_(own, own->credentials->email, *changes.current_password, address))
        refuse_current_password("this is not your current password");
}

UserPublic ChangeUser::operator()(const Caller& caller, domain::UserId id,
                                  const UserChanges& changes, std::string_view address) const {
    domain::Account account = account_to_change(accounts_, caller, id);
    if (!account.credentials)
        throw domain::Conflict(
            "This user belongs to a data set, whose imports say what is known of it; PUT gives it "
            "an account of its own");
    domain::Credentials& credentials = *account.credentials;
    if (changes.email && *changes.email != credentials.email)
        require_own_password(caller, changes, address);
    credentials.username = changes.username.value_or(credentials.username);
    credentials.email = changes.email.value_or(credentials.email);
    apply(changes, account.demographics);
    accounts_.update(account);
    return public_form(account);
}

Token ChangePassword::operator()(const Caller& caller, const PasswordChange& change,
                                 std::string_view address) const {
    domain::Account account = account_to_change(accounts_, caller, caller.user.value());
    domain::Credentials& credentials = account.credentials.value();
    if (!check_(account, credentials.email, change.current_password, address))
        refuse_current_password("this is not your current password");
    require_uncommon(common_, change.new_password, "new_password");
    credentials.password_hash = hasher_.hash(change.new_password);
    ++credentials.token_version;
    accounts_.update(account);
    return {.access_token = tokens_.issue(account.id, credentials.token_version)};
}

UserPublic BrowseUsers::find(domain::UserId id) const {
    if (const auto account = accounts_.find(id)) return public_form(*account);
    throw domain::NotFound("User not found");
}

UserList BrowseUsers::list(const UserListQuery& query) const {
    const PageWindow window = window_of(query);
    const domain::AccountPage page = accounts_.search({.username = query.username.value_or(""),
                                                       .email = query.email.value_or(""),
                                                       .offset = window.offset,
                                                       .limit = window.limit});
    UserList list;
    list.users.reserve(page.accounts.size());
    for (const domain::Account& account : page.accounts)
        list.users.push_back(public_form(account));
    note_place(list, window, page.total);
    return list;
}

void BrowseUsers::remove(const Caller& caller, domain::UserId id) const {
    require_self(caller, id);
    if (!accounts_.remove(id)) throw domain::NotFound("User not found");
}

}  // namespace neurec::application
