#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace neurec::presentation::cli {

/// For an option's transform(): takes one of `names` in any case, and hands it on as it is spelt
/// there. Refuses any other value, naming all and the nearest.
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> names);

}  // namespace neurec::presentation::cli
