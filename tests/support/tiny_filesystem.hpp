#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <string>

namespace neurec::tests {

/// A file system of a few megabytes in memory, mounted on `folder` while the object lives; only
/// where the test runs as root and may mount.
class TinyFilesystem {
  public:
    TinyFilesystem(std::filesystem::path folder, const std::string& size)
        : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
        mounted_ = mount("none", folder_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~TinyFilesystem() {
        if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
    }
    TinyFilesystem(const TinyFilesystem&) = delete;
    TinyFilesystem& operator=(const TinyFilesystem&) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    /// From here on nothing can be written, as root neither.
    [[nodiscard]] bool make_read_only() {
        return mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }
    [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  private:
    std::filesystem::path folder_;
    bool mounted_ = false;
};

}  // namespace neurec::tests
