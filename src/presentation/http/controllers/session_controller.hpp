#pragma once

#include "application/services/authenticator.hpp"
#include "application/use_cases/log_in.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /auth/session: log-in, look and log-out of a browser, whose token stays in a cookie. The use
/// case and the authenticator must outlive the router.
void add_session_routes(Router& router, const application::LogIn& log_in,
                        const application::Authenticator& authenticator);

}  // namespace neurec::presentation::http
