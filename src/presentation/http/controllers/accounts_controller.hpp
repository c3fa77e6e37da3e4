#pragma once

#include "application/use_cases/log_in.hpp"
#include "application/use_cases/manage_users.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /auth/token and /users. The use cases must outlive the router.
void add_account_routes(Router& router, const application::LogIn& log_in,
                        const application::CreateUser& create,
                        const application::UpdateUser& update,
                        const application::ChangeUser& change,
                        const application::ChangePassword& change_password,
                        const application::BrowseUsers& browse);

}  // namespace neurec::presentation::http
