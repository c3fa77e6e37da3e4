#include "presentation/http/controllers/accounts_controller.hpp"

#include "application/services/authenticator.hpp"
#include "presentation/http/session_cookie.hpp"

namespace neurec::presentation::http {

namespace {

constexpr std::string_view kSomebody =
    R"({"username":"ada","email":"ada@example.org","password":"correct horse",)"
    R"("age":36,"gender":"F","occupation":15})";

void add_login(Router& router, const application::LogIn& log_in) {
    using LogIn = Endpoint<None, None, Form<application::LoginForm>>;
    router.add(LogIn::route({.method = Method::post,
                             .path = "/auth/token",
                             .summary = "A token for an email and its password",
                             .tag = "auth",
                             .hashes_passwords = true,
                             .errors = {401, 429}},
                            [&log_in](const LogIn::CallType& call) {
                                return log_in(call.body.fields, call.request.subscriber);
                            }));
}

void add_own_account(Router& router, const application::CreateUser& create,
                     const application::BrowseUsers& browse) {
    using Create = Endpoint<None, None, application::UserSchema>;
    router.add(
        Create::route({.method = Method::post,
                       .path = "/users/",
                       .summary = "Sign up",
                       .tag = "users",
                       .status = 201,
                       .hashes_passwords = true,
                       .errors = {409},
                       .example = kSomebody},
                      [&create](const Create::CallType& call) { return create(call.body); }));
    router.add(Endpoint<>::route(
        {.path = "/users/me",
         .summary = "Whose token this is",
         .tag = "users",
         .access = Access::account},
        [&browse](const Endpoint<>::CallType& call) { return browse.find(*call.caller.user); }));
    using Delete = Endpoint<application::UserPath>;
    router.add(Delete::route({.method = Method::delete_,
                              .path = "/users/{user_id}",
                              .summary = "Delete one's account with its ratings",
                              .tag = "users",
                              .access = Access::account,
                              .errors = {403, 404, 409}},
                             [&browse](const Delete::CallType& call) {
                                 browse.remove(call.caller, domain::UserId{call.path.user_id});
                                 return application::Message{"User deleted"};
                             }));
}

/// A browser's session goes on by its cookie, and no script sees the token.
[[nodiscard]] Answer<application::RenewedToken> renewed(application::Token token,
                                                        const Request& request) {
    if (application::bearer_token(request.header("authorization")))
        return {.body = {.access_token = std::move(token.access_token)}, .headers = {}};
    return {.body = {.access_token = {}}, .headers = {session_cookie(token.access_token, request)}};
}

void add_changes(Router& router, const application::UpdateUser& update,
                 const application::ChangeUser& change,
                 const application::ChangePassword& change_password) {
    using Update = Endpoint<application::UserPath, None, application::UserSchema>;
    router.add(Update::route({.method = Method::put,
                              .path = "/users/{user_id}",
                              .summary = "Replace one's account; a new password ends older tokens",
                              .tag = "users",
                              .access = Access::account,
                              .hashes_passwords = true,
                              .errors = {403, 404, 409},
                              .example = kSomebody},
                             [&update](const Update::CallType& call) {
                                 return update(call.caller, domain::UserId{call.path.user_id},
                                               call.body);
                             }));
    using Change = Endpoint<application::UserPath, None, application::UserChanges>;
    router.add(Change::route(
        {.method = Method::patch,
         .path = "/users/{user_id}",
         .summary = "Change some of one's account; a new email needs the current password",
         .tag = "users",
         .access = Access::account,
         .hashes_passwords = true,
         .errors = {403, 404, 409, 429},
         .example = R"({"age":37,"occupation":null})"},
        [&change](const Change::CallType& call) {
            return change(call.caller, domain::UserId{call.path.user_id}, call.body,
                          call.request.subscriber);
        }));
    using Password = Endpoint<None, None, application::PasswordChange>;
    router.add(Password::route(
        {.method = Method::post,
         .path = "/users/me/password",
         .summary = "Change one's password; ends older tokens, and answers with a new one",
         .tag = "users",
         .access = Access::account,
         .hashes_passwords = true,
         .errors = {409, 429},
         .example = R"({"current_password":"correct horse","new_password":"battery staple"})"},
        [&change_password](const Password::CallType& call) {
            return renewed(change_password(call.caller, call.body, call.request.subscriber),
                           call.request);
        }));
}

void add_all_accounts(Router& router, const application::BrowseUsers& browse) {
    using List = Endpoint<None, application::UserListQuery>;
    router.add(
        List::route({.path = "/users/",
                     .summary = "A page of the users",
                     .tag = "users",
                     .access = Access::admin_if_strict},
                    [&browse](const List::CallType& call) { return browse.list(call.query); }));
    router.add(
        Endpoint<>::route({.method = Method::delete_,
                           .path = "/users/",
                           .summary = "Delete every user who is no admin, with their ratings",
                           .tag = "users",
                           .access = Access::admin_if_strict},
                          [&browse](const Endpoint<>::CallType&) {
                              browse.remove_all();
                              return application::Message{"All users deleted"};
                          }));
}

}  // namespace

void add_account_routes(Router& router, const application::LogIn& log_in,
                        const application::CreateUser& create,
                        const application::UpdateUser& update,
                        const application::ChangeUser& change,
                        const application::ChangePassword& change_password,
                        const application::BrowseUsers& browse) {
    add_login(router, log_in);
    add_own_account(router, create, browse);
    add_changes(router, update, change, change_password);
    add_all_accounts(router, browse);
}

}  // namespace neurec::presentation::http
