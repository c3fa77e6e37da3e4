#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

namespace neurec::infrastructure::deep_learning {

/// Parses a JSON object in which no key is there twice in the same object and nothing is nested
/// deeper than `max_depth`; nothing where the text is not that. (Boost.JSON alone keeps the last of
/// equal keys.)
std::optional<boost::json::object> parse_strict_object(std::string_view text,
                                                       std::size_t max_depth);

}  // namespace neurec::infrastructure::deep_learning
