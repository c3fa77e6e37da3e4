#pragma once

#include <filesystem>
#include <string_view>

namespace neurec::tests {

/// A new empty folder that is removed with everything in it when the object goes.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Writes a file below the folder, with the folders that it needs, and returns its path.
    [[nodiscard]] std::filesystem::path write(std::string_view name,
                                              std::string_view content) const;

  private:
    std::filesystem::path path_;
};

}  // namespace neurec::tests
