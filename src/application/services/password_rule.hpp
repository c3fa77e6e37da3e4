#pragma once

#include <string_view>

#include "domain/ports/common_passwords.hpp"

namespace neurec::application {

/// InvalidRequest at ["body", field] for a new password that everybody tries first.
void require_uncommon(const domain::CommonPasswords& common, std::string_view password,
                      const char* field = "password");

}  // namespace neurec::application
