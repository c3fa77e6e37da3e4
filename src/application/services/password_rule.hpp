#pragma once

#include <string_view>

#include "domain/ports/common_passwords.hpp"

namespace neurec::application {

/// InvalidRequest at ["body", "password"] for a new password that everybody tries first.
void require_uncommon(const domain::CommonPasswords& common, std::string_view password);

}  // namespace neurec::application
