#include "presentation/http/access_control.hpp"

#include "domain/errors.hpp"
#include "presentation/http/session_cookie.hpp"

namespace neurec::presentation::http {

application::Caller AccessControl::known_caller(const Request& request) const {
    auto token = application::bearer_token(request.header("authorization"));
    if (!token) token = session_token(request);
    if (!token) throw domain::Unauthenticated("Not authenticated");
    const domain::Account account = authenticator_.require(*token);
    request.note_user(account.id.value);
    return {.user = account.id,
            .may_act_for_anyone = account.credentials->role == domain::Role::admin,
            .token_version = account.credentials->token_version};
}

application::Caller AccessControl::admit(Access access, const Request& request) const {
    const bool is_strict = enforcement_ == Enforcement::strict;
    switch (access) {
        case Access::anyone:
        case Access::anyone_about_themselves:
            return {};
        case Access::account:
            return known_caller(request);
        case Access::account_if_strict:
            return is_strict ? known_caller(request)
                             : application::Caller{.user = {}, .may_act_for_anyone = true};
        case Access::admin_if_strict:
            if (!is_strict) return {.user = {}, .may_act_for_anyone = true};
            [[fallthrough]];
        case Access::admin: {
            const application::Caller caller = known_caller(request);
            if (!caller.may_act_for_anyone) throw domain::Forbidden("Not enough permissions");
            return caller;
        }
    }
    throw domain::Forbidden("Not enough permissions");
}

void AccessControl::require_subject(const Request& request, domain::UserId subject) const {
    if (enforcement_ == Enforcement::seed) return;
    application::require_self(known_caller(request), subject);
}

}  // namespace neurec::presentation::http
