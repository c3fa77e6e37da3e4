#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "application/services/authenticator.hpp"
#include "application/services/caller.hpp"
#include "domain/models/ids.hpp"
#include "presentation/http/message.hpp"

namespace neurec::presentation::http {

/// Who may call an endpoint.
enum class Access : std::uint8_t {
    anyone,
    /// Anyone, as long as the request names no user (`subject_of(body)`); one that does, that user
    /// and admins.
    anyone_about_themselves,
    account,            ///< whoever has a token, however accounts are enforced
    account_if_strict,  ///< whoever has a token
    admin_if_strict,    ///< admins
    admin,              ///< admins, however accounts are enforced
};

/// How much of that is asked.
enum class Enforcement : std::uint8_t {
    strict,  ///< all
    seed,  ///< only Access::account and Access::admin, as in the system that this one re-implements
};

/// What an API asks of its callers.
struct AccessRules {
    Enforcement enforcement = Enforcement::strict;
    /// Where `seed` asks for no token: grants it to everybody who reaches the server, not to
    /// programs of this machine alone.
    bool open_to_others = false;
    /// What the server is told to listen on: a name that clients of this machine may call it by,
    /// besides localhost and the loopback addresses.
    std::string own_name{};
};

/// Turns a request's token into who may do what. Thread-safe.
class AccessControl {
  public:
    /// `authenticator` must outlive it.
    AccessControl(const application::Authenticator& authenticator, AccessRules rules)
        : authenticator_(authenticator), rules_(std::move(rules)) {}

    /// Who calls, before anything else of the request is looked at. Unauthenticated where a token
    /// is needed and none or no good one is there; Forbidden where an admin's is needed, and in
    /// `seed` mode where what needs no token is not for this caller. In that mode a body has to say
    /// what it is (UnsupportedMediaType): a page of another site can send one that does not.
    [[nodiscard]] application::Caller admit(Access access, const Request& request) const;
    /// Unauthenticated or Forbidden unless the caller may see what belongs to that user.
    void require_subject(const Request& request, domain::UserId subject) const;

  private:
    /// The caller by their token, from the Authorization header or else the session's cookie;
    /// Unauthenticated where there is none.
    [[nodiscard]] application::Caller known_caller(const Request& request) const;

    /// In `seed` mode: Forbidden unless the request comes from a program of this machine, by no
    /// proxy, and calls the server by one of its own names. A page of another site reaches it from
    /// a browser on this machine by a name of that site's (DNS rebinding).
    void require_this_machine(const Request& request) const;
    [[nodiscard]] bool is_own_name(std::string_view host) const;

    const application::Authenticator& authenticator_;
    AccessRules rules_;
};

}  // namespace neurec::presentation::http
