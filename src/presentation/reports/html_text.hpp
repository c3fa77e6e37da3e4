#pragma once

#include <string>
#include <string_view>

namespace neurec::presentation::reports {

/// `text` so that it reads the same as an element's content and inside a quoted attribute, in HTML
/// and in XML: & < > " ' escaped, and control characters that XML does not allow replaced by
/// U+FFFD. `text` is UTF-8.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace neurec::presentation::reports
