#include "presentation/http/controllers/session_controller.hpp"

#include "application/dtos/accounts.hpp"
#include "domain/errors.hpp"
#include "presentation/http/session_cookie.hpp"

namespace neurec::presentation::http {

namespace {

using SessionAnswer = Answer<application::SessionPublic>;

[[nodiscard]] application::SessionPublic public_form(const application::OpenSession& session) {
    return {.user = application::public_form(session.account),
            .is_admin = session.account.credentials->role == domain::Role::admin,
            .expires_at = session.expires_at};
}

/// Nobody may log a browser in or out from another site's page.
void require_own_page(const Request& request) {
    if (!is_from_own_page(request))
        throw domain::Forbidden("Sessions are for this server's own pages (X-Neurec-Session)");
}

[[nodiscard]] SessionAnswer begin_session(const application::LogIn& log_in,
                                          const application::Authenticator& authenticator,
                                          const application::SessionSchema& body,
                                          const Request& request, const RootPath& root) {
    require_own_page(request);
    const application::Token token = log_in(
        {.grant_type = {}, .username = body.email, .password = body.password}, request.subscriber);
    const auto session = authenticator.session_of(token.access_token);
    // Deleted, or given another password, in this very moment.
    if (!session) throw domain::Unauthenticated("Incorrect email or password");
    return {.body = public_form(*session),
            .status = 201,
            .headers = {session_cookie(token.access_token, request, root)}};
}

[[nodiscard]] SessionAnswer look_at_session(const application::Authenticator& authenticator,
                                            const Request& request, const RootPath& root) {
    const auto token = session_token(request);
    if (!token) return {};
    if (const auto session = authenticator.session_of(*token))
        return {.body = public_form(*session), .status = 200, .headers = {}};
    return {.body = {}, .status = 200, .headers = {ended_session_cookie(request, root)}};
}

}  // namespace

void add_session_routes(Router& router, const application::LogIn& log_in,
                        const application::Authenticator& authenticator) {
    const RootPath& root = router.root();
    using Begin = Endpoint<None, None, application::SessionSchema>;
    router.add(Begin::route({.method = Method::post,
                             .path = "/auth/session",
                             .summary = "Log this browser in; its token stays in a cookie",
                             .tag = "auth",
                             .status = 201,
                             .hashes_passwords = true,
                             .errors = {401, 403, 429}},
                            [&log_in, &authenticator, &root](const Begin::CallType& call) {
                                return begin_session(log_in, authenticator, call.body, call.request,
                                                     root);
                            }));
    router.add(Endpoint<>::route(
        {.path = "/auth/session", .summary = "Who is logged in in this browser", .tag = "auth"},
        [&authenticator, &root](const Endpoint<>::CallType& call) {
            return look_at_session(authenticator, call.request, root);
        }));
    router.add(Endpoint<>::route(
        {.method = Method::delete_,
         .path = "/auth/session",
         .summary = "Log this browser out",
         .tag = "auth",
         .errors = {403}},
        [&root](const Endpoint<>::CallType& call) {
            require_own_page(call.request);
            return SessionAnswer{
                .body = {}, .status = 200, .headers = {ended_session_cookie(call.request, root)}};
        }));
}

}  // namespace neurec::presentation::http
