#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/models/ids.hpp"

namespace neurec::application {

/// A rating's id as the API shows it: a UUID of version 8 (RFC 9562, 5.8) whose 122 free bits are
/// the lower 61 bits of the user's id and of the movie's. A user has one rating of a movie, so that
/// this names it without a column of a million texts; and it stays the same when the stars change.
[[nodiscard]] std::string rating_id(domain::UserId user, domain::MovieId movie);

/// Whose rating of what an id names, or nothing for a text that is no such id.
[[nodiscard]] std::optional<std::pair<domain::UserId, domain::MovieId>> named_by_rating_id(
    std::string_view id);

}  // namespace neurec::application
