#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace neurec::domain {

/// The name that a mistyped word most likely stands for: the one with the fewest letters inserted,
/// left out, replaced or swapped with their neighbour, up to a third of the longer word's letters.
/// A word of three letters or more is also near a name that it begins, and near a name of four or
/// more that begins it. Case does not count. Of equally near names the first; none where no name is
/// near.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view word,
                                                      std::span<const std::string> names);

/// " Did you mean NAME?", for the end of a message; empty where no name is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> names);

}  // namespace neurec::domain
