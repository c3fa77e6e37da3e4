#pragma once

#include <optional>
#include <string_view>

namespace neurec::application {

/// What is wrong with a text as a name or title, in words that follow "the text"; nothing where it
/// fits. A name shows something (more than spaces and invisible characters) and stays on its line
/// (no control characters). `text` is UTF-8.
[[nodiscard]] std::optional<std::string_view> problem_of_name(std::string_view text);

}  // namespace neurec::application
