#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "application/dtos/paging.hpp"
#include "application/dtos/recommendations.hpp"
#include "domain/models/account.hpp"

namespace neurec::application {

/// The highest id that a client may name: JavaScript's numbers hold it exactly.
inline constexpr double kHighestId = 9007199254740991.0;

struct Message {
    std::string message;
};
BOOST_DESCRIBE_STRUCT(Message, (), (message))

/// What somebody says of themselves to get an account, and again to change it.
struct UserSchema {
    std::string username;
    std::string email;
    std::string password;
    std::optional<int> age;
    std::optional<GenderLetter> gender;
    std::optional<int> occupation;
};
BOOST_DESCRIBE_STRUCT(UserSchema, (), (username, email, password, age, gender, occupation))

/// What is asked of the members that several requests have.
namespace account_members {

inline constexpr Constraints kUsername = {
    .description = "Shown to others; unique, in any case of its letters",
    .is_name = true,
    .min_length = 1,
    .max_length = 100};
inline constexpr Constraints kEmail = {.description = "Logs in; unique, in any case of its letters",
                                       .is_name = true,
                                       .max_length = 254,
                                       .pattern = R"([^@\s]+@[^@\s]+\.[^@\s]+)",
                                       .format = "email"};
inline constexpr Constraints kNewPassword = {
    .description = "Any characters; every one of them counts",
    .secret = true,
    .min_length = 8,
    .max_length = 128,
    .format = "password"};
inline constexpr Constraints kAge = {
    .description = "Years", .minimum = 0, .maximum = domain::kHighestAge};
inline constexpr Constraints kOccupation = {.description = "MovieLens 1M's occupation code",
                                            .minimum = 0,
                                            .maximum = domain::kOccupations - 1};

/// The same of a member that is left out where it stays as it is.
[[nodiscard]] constexpr Constraints unless_kept(Constraints asked) {
    asked.never_null = true;
    return asked;
}

}  // namespace account_members

template <>
inline constexpr Constraints kConstraints<&UserSchema::username> = account_members::kUsername;
template <>
inline constexpr Constraints kConstraints<&UserSchema::email> = account_members::kEmail;
template <>
inline constexpr Constraints kConstraints<&UserSchema::password> = account_members::kNewPassword;
template <>
inline constexpr Constraints kConstraints<&UserSchema::age> = account_members::kAge;
template <>
inline constexpr Constraints kConstraints<&UserSchema::occupation> = account_members::kOccupation;

/// What changes of an account; what is left out stays. An explicit null clears age, gender or
/// occupation.
struct UserChanges {
    std::optional<std::string> username;
    std::optional<std::string> email;
    std::optional<std::string> current_password;
    std::optional<std::optional<int>> age;
    std::optional<std::optional<GenderLetter>> gender;
    std::optional<std::optional<int>> occupation;
};
BOOST_DESCRIBE_STRUCT(UserChanges, (), (username, email, current_password, age, gender, occupation))

/// A mistyped member, or a password here, would seem to have been changed.
template <>
inline constexpr bool kRefusesUnknownMembers<UserChanges> = true;
template <>
inline constexpr Constraints kConstraints<&UserChanges::username> =
    account_members::unless_kept(account_members::kUsername);
template <>
inline constexpr Constraints kConstraints<&UserChanges::email> =
    account_members::unless_kept(account_members::kEmail);
template <>
inline constexpr Constraints kConstraints<&UserChanges::current_password> = {
    .description = "The caller's own; needed where the email changes",
    .secret = true,
    .max_length = 128,
    .format = "password"};
template <>
inline constexpr Constraints kConstraints<&UserChanges::age> = account_members::kAge;
template <>
inline constexpr Constraints kConstraints<&UserChanges::occupation> = account_members::kOccupation;

/// A new password, and the proof that its account is the caller's.
struct PasswordChange {
    std::string current_password;
    std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current_password, new_password))

template <>
inline constexpr bool kRefusesUnknownMembers<PasswordChange> = true;
template <>
inline constexpr Constraints kConstraints<&PasswordChange::current_password> = {
    .secret = true, .min_length = 1, .max_length = 128, .format = "password"};
template <>
inline constexpr Constraints kConstraints<&PasswordChange::new_password> =
    account_members::kNewPassword;

/// A user as answers show them. Users of an imported data set have neither name nor email.
struct UserPublic {
    std::int64_t id = 0;
    std::optional<std::string> username;
    std::optional<std::string> email;
    std::optional<int> age;
    std::optional<GenderLetter> gender;
    std::optional<int> occupation;
};
BOOST_DESCRIBE_STRUCT(UserPublic, (), (id, username, email, age, gender, occupation))

struct UserList {
    std::vector<UserPublic> users;
    std::uint64_t total = 0;
    std::uint64_t page = 1;
    std::uint32_t size = 50;
    std::uint64_t pages = 0;
};
BOOST_DESCRIBE_STRUCT(UserList, (), (users, total, page, size, pages))

/// The query of GET /users/.
struct UserListQuery : PageQuery {
    std::optional<std::string> username;
    std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(UserListQuery, (PageQuery), (username, email))

template <>
inline constexpr Constraints kConstraints<&UserListQuery::username> = {
    .description = "This username, in any case of its letters", .max_length = 100};
template <>
inline constexpr Constraints kConstraints<&UserListQuery::email> = {
    .description = "This email, in any case of its letters", .max_length = 254};

/// The path of everything below /users/{user_id}.
struct UserPath {
    std::int64_t user_id = 0;
};
BOOST_DESCRIBE_STRUCT(UserPath, (), (user_id))

/// OAuth2's password form (RFC 6749, 4.3.2); the username is the email.
struct LoginForm {
    std::optional<std::string> grant_type;
    std::string username;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(LoginForm, (), (grant_type, username, password))

template <>
inline constexpr Constraints kConstraints<&LoginForm::grant_type> = {
    .description = "Only password", .max_length = 20, .pattern = "^password$"};
template <>
inline constexpr Constraints kConstraints<&LoginForm::username> = {.description = "The email",
                                                                   .max_length = 254};
template <>
inline constexpr Constraints kConstraints<&LoginForm::password> = {
    .secret = true, .max_length = 128, .format = "password"};
template <>
inline constexpr Constraints kConstraints<&UserPublic::email> = {.format = "email"};

struct Token {
    std::string access_token;
    std::string token_type = "bearer";
};
BOOST_DESCRIBE_STRUCT(Token, (), (access_token, token_type))

/// The token that goes on where a new password has ended those before it.
struct RenewedToken {
    std::optional<std::string> access_token;
    std::string token_type = "bearer";
};
BOOST_DESCRIBE_STRUCT(RenewedToken, (), (access_token, token_type))

template <>
inline constexpr Constraints kConstraints<&RenewedToken::access_token> = {
    .description = "Null in a browser's session, whose cookie is renewed instead"};

/// What begins a browser's session.
struct SessionSchema {
    std::string email;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SessionSchema, (), (email, password))

template <>
inline constexpr Constraints kConstraints<&SessionSchema::email> = {.min_length = 1,
                                                                    .max_length = 254};
template <>
inline constexpr Constraints kConstraints<&SessionSchema::password> = {
    .secret = true, .min_length = 1, .max_length = 128};

/// Who is logged in in this browser, and until when.
struct SessionPublic {
    std::optional<UserPublic> user;  ///< nobody
    bool is_admin = false;
    std::optional<std::int64_t> expires_at;
};
BOOST_DESCRIBE_STRUCT(SessionPublic, (), (user, is_admin, expires_at))

template <>
inline constexpr Constraints kConstraints<&SessionPublic::expires_at> = {
    .description = "Seconds since 1970 UTC"};

[[nodiscard]] UserPublic public_form(const domain::Account& account);
/// What the request says of the person, as the domain has it.
[[nodiscard]] domain::Demographics demographics_of(const UserSchema& user);
/// Takes over what the request says of age, gender and occupation.
void apply(const UserChanges& changes, domain::Demographics& known);

}  // namespace neurec::application
