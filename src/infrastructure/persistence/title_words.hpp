#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace neurec::infrastructure::persistence {

/// The words of a text as they are stored and searched: letters and digits, lower case, Latin
/// accents taken off
/// ("Les Misérables" → les, miserables; other scripts as they are), each word once, in ascending
/// order; of long words the first 200 bytes.
std::vector<std::string> title_words(std::string_view text);

}  // namespace neurec::infrastructure::persistence
