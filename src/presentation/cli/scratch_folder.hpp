#pragma once

#include <filesystem>
#include <string_view>

namespace neurec::presentation::cli {

/// A new folder of its own below the system's temporary one, removed with everything in it.
class ScratchFolder {
  public:
    /// `purpose` is part of its name: "neurec-<purpose>-XXXXXX". Unavailable, with what to do,
    /// where it cannot be made.
    explicit ScratchFolder(std::string_view purpose);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace neurec::presentation::cli
