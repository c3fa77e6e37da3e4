#pragma once

#include <span>
#include <string>

#include "application/dtos/invalid_request.hpp"

namespace neurec::application {

/// The fault of a request that names a genre which no movie has; it says which there are (`known`).
[[nodiscard]] FieldFault unknown_genre(decltype(FieldFault::location) location,
                                       const std::string& name, std::span<const std::string> known);

}  // namespace neurec::application
