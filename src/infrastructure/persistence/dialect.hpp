#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neurec::infrastructure::persistence {

/// Names of `${…}` in a migration, with what each becomes.
using DialectWords = std::vector<std::pair<std::string_view, std::string_view>>;

/// `sql` with every `${name}` of `words` replaced.
[[nodiscard]] std::string with_dialect(std::string_view sql, const DialectWords& words);

}  // namespace neurec::infrastructure::persistence
