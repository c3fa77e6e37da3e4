#include "presentation/http/access_control.hpp"

#include <algorithm>

#include "domain/errors.hpp"
#include "presentation/http/client_address.hpp"
#include "presentation/http/error_answers.hpp"
#include "presentation/http/session_cookie.hpp"

namespace neurec::presentation::http {

namespace {

[[nodiscard]] char lower_case(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "localhost" of "localhost:8000", "::1" of "[::1]:8000"; all of what is neither.
[[nodiscard]] std::string_view name_in(std::string_view host) {
    if (!host.starts_with('[')) return host.substr(0, host.find(':'));
    const std::size_t end = host.find(']');
    const bool is_whole =
        end != std::string_view::npos && (end + 1 == host.size() || host[end + 1] == ':');
    return is_whole ? host.substr(1, end - 1) : host;
}

}  // namespace

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
    const bool is_strict = rules_.enforcement == Enforcement::strict;
    if (!is_strict && !request.body.empty() && request.header("content-type").empty())
        throw UnsupportedMediaType("Say what the body is, as in Content-Type: application/json");
    const auto anyone_of_this_machine = [&] {
        require_this_machine(request);
        return application::Caller{.user = {}, .may_act_for_anyone = true};
    };
    switch (access) {
        case Access::anyone:
        case Access::anyone_about_themselves:
            return {};
        case Access::account:
            return known_caller(request);
        case Access::account_if_strict:
            return is_strict ? known_caller(request) : anyone_of_this_machine();
        case Access::admin_if_strict:
            if (!is_strict) return anyone_of_this_machine();
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
    if (rules_.enforcement == Enforcement::seed)
        require_this_machine(request);
    else
        application::require_self(known_caller(request), subject);
}

void AccessControl::require_this_machine(const Request& request) const {
    if (rules_.open_to_others) return;
    if (!request.from_loopback || !is_own_name(name_in(request.header("host"))))
        throw domain::Forbidden(
            "Without tokens (--auth-enforcement seed) this server serves programs on its own "
            "machine alone: call it localhost, and without a proxy");
}

bool AccessControl::is_own_name(std::string_view host) const {
    if (const auto address = IpAddress::parse(host)) return address->is_loopback();
    const auto equals = [host](std::string_view name) {
        return std::ranges::equal(host, name, {}, lower_case, lower_case);
    };
    return equals("localhost") || (!rules_.own_name.empty() && equals(rules_.own_name));
}

}  // namespace neurec::presentation::http
