#include "application/services/password_rule.hpp"

#include "application/dtos/invalid_request.hpp"

namespace neurec::application {

void require_uncommon(const domain::CommonPasswords& common, std::string_view password,
                      const char* field) {
    if (!common.contains(password)) return;
    throw InvalidRequest({{{"body", field},
                           "this is one of the most common passwords; choose another",
                           "**********"}});
}

}  // namespace neurec::application
