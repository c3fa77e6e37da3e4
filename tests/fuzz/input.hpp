#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

/// What fuzz targets share.
namespace neurec::tests {

[[nodiscard]] inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A text that holds several files, one after the other, with this line between them.
inline constexpr std::string_view kNextFile = "\n====\n";

/// The parts of `text`, at most `most`: the last one keeps what separators are left.
[[nodiscard]] inline std::vector<std::string_view> files_in(std::string_view text,
                                                            std::size_t most) {
    std::vector<std::string_view> files;
    while (files.size() + 1 < most) {
        const std::size_t end = text.find(kNextFile);
        if (end == std::string_view::npos) break;
        files.push_back(text.substr(0, end));
        text.remove_prefix(end + kNextFile.size());
    }
    files.push_back(text);
    return files;
}

/// Ends the run as a finding where a property does not hold; assert() would go with NDEBUG.
inline void require(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", property);
    std::abort();
}

}  // namespace neurec::tests
