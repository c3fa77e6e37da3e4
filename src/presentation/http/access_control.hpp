#pragma once

#include <cstdint>

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

/// Turns a request's token into who may do what. Thread-safe.
class AccessControl {
  public:
    /// `authenticator` must outlive it.
    AccessControl(const application::Authenticator& authenticator, Enforcement enforcement)
        : authenticator_(authenticator), enforcement_(enforcement) {}

    /// Who calls, before anything else of the request is looked at. Unauthenticated where a token
    /// is needed and none or no good one is there; Forbidden where an admin's is needed.
    [[nodiscard]] application::Caller admit(Access access, const Request& request) const;
    /// Unauthenticated or Forbidden unless the caller may see what belongs to that user.
    void require_subject(const Request& request, domain::UserId subject) const;

  private:
    /// The caller by their token, from the Authorization header or else the session's cookie;
    /// Unauthenticated where there is none.
    [[nodiscard]] application::Caller known_caller(const Request& request) const;

    const application::Authenticator& authenticator_;
    Enforcement enforcement_;
};

}  // namespace neurec::presentation::http
