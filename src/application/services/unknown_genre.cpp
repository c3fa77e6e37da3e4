#include "application/services/unknown_genre.hpp"

#include <utility>

namespace neurec::application {

FieldFault unknown_genre(decltype(FieldFault::location) location, const std::string& name,
                         std::span<const std::string> known) {
    std::string names;
    for (const std::string& each : known)
        names += (names.empty() ? "" : ", ") + each;
    return {std::move(location), "unknown genre; known are: " + names, name};
}

}  // namespace neurec::application
