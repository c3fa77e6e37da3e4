#pragma once

#include <filesystem>
#include <string>

namespace neurec::infrastructure::deep_learning {

/// A model folder while it is written: `.<id>.partial`, locked (flock) for as long as this object
/// lives, so that others can tell a writer at work from one that died. Removed with its content
/// unless published.
class PartialFolder {
  public:
    /// Makes the folder; what a dead writer left under the name is removed first. An id that is
    /// taken, or that is being written just now: Conflict. A failing disk: Unavailable.
    PartialFolder(const std::filesystem::path& models, const std::string& id);
    ~PartialFolder();
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Brings the folder to the disk and gives it its final name, which it returns. All or nothing.
    std::filesystem::path publish();

  private:
    std::filesystem::path models_;
    std::string id_;
    std::filesystem::path path_;
    int lock_ = -1;
    bool published_ = false;
};

/// Removes the folders of writers that died; those of living ones stay.
void remove_abandoned_folders(const std::filesystem::path& models);

}  // namespace neurec::infrastructure::deep_learning
