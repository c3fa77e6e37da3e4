#pragma once

#include <string>

#include "application/dtos/invalid_request.hpp"
#include "application/services/genre_table.hpp"

namespace neurec::application {

/// The fault of a request that names a genre which no movie has; it says which there are.
[[nodiscard]] FieldFault unknown_genre(decltype(FieldFault::location) location,
                                       const std::string& name, const GenreTable& known);

}  // namespace neurec::application
