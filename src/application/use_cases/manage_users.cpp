#include "application/use_cases/manage_users.hpp"

#include <random>

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
        .demographics = demographics_of(user)};
    account.id = accounts_.create(*account.credentials, account.demographics);
    return public_form(account);
}

UserPublic UpdateUser::operator()(const Caller& caller, domain::UserId id,
                                  const UserSchema& user) const {
    require_self(caller, id);
    auto account = accounts_.find(id);
    if (!account) throw domain::NotFound("User not found");
    domain::Credentials credentials = account->credentials.value_or(domain::Credentials{});
    if (!account->credentials) credentials.token_version = first_token_version();
    if (!hasher_.verify(credentials.password_hash, user.password)) {
        require_uncommon(common_, user.password);
        credentials.password_hash = hasher_.hash(user.password);
        ++credentials.token_version;
    }
    credentials.username = user.username;
    credentials.email = user.email;
    account->credentials = std::move(credentials);
    account->demographics = demographics_of(user);
    accounts_.update(*account);
    return public_form(*account);
}

UserPublic BrowseUsers::find(domain::UserId id) const {
    if (const auto account = accounts_.find(id)) return public_form(*account);
    throw domain::NotFound("User not found");
}

UserList BrowseUsers::list(const UserListQuery& query) const {
    const domain::AccountPage page = accounts_.search({.username = query.username.value_or(""),
                                                       .email = query.email.value_or(""),
                                                       .page = query.page,
                                                       .size = query.size});
    UserList list;
    list.users.reserve(page.accounts.size());
    for (const domain::Account& account : page.accounts)
        list.users.push_back(public_form(account));
    list.total = page.total;
    list.page = query.page;
    list.size = query.size;
    list.pages = (page.total + query.size - 1) / query.size;
    return list;
}

void BrowseUsers::remove(const Caller& caller, domain::UserId id) const {
    require_self(caller, id);
    if (!accounts_.remove(id)) throw domain::NotFound("User not found");
}

}  // namespace neurec::application
