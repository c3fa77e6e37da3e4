#pragma once

#include <filesystem>
#include <string_view>

namespace neurec::presentation::reports {

/// Makes `path` hold `text`, with the folders that it needs: written beside, brought to the disk,
/// renamed, so that there is the old report or the whole new one at every moment. Unavailable says
/// what failed and what to do; nothing is left beside then.
void write_report(const std::filesystem::path& path, std::string_view text);

}  // namespace neurec::presentation::reports
