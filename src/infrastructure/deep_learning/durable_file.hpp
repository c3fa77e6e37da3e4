#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "infrastructure/deep_learning/sha256.hpp"

/// Files that survive a crash: what these functions have returned from is on the disk. A failing
/// disk (full, read-only, broken) is domain::Unavailable with the file and the system's reason.
namespace neurec::infrastructure::deep_learning {

struct FileSum {
    std::uint64_t bytes = 0;
    std::string sha256;
    bool operator==(const FileSum&) const = default;
};

/// A new file that is written from its beginning to its end. Without close() it is left as it is,
/// incomplete.
class DurableFile {
  public:
    /// Creates the file; one that is there already is Unavailable.
    explicit DurableFile(std::filesystem::path path);
    ~DurableFile();
    DurableFile(const DurableFile&) = delete;
    DurableFile& operator=(const DurableFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
    /// Brings everything to the disk and says what was written.
    FileSum close();

  private:
    std::filesystem::path path_;
    int descriptor_;
    std::uint64_t bytes_ = 0;
    Sha256 sum_;
};

/// Brings a file, or a folder's list of names, to the disk.
void sync_to_disk(const std::filesystem::path& path);

/// Makes `path` hold what `write` writes: either the old or the new content is there at every
/// moment. Where `write` throws, the old stays.
void replace_atomically(const std::filesystem::path& path,
                        const std::function<void(DurableFile&)>& write);
/// The same with `text`.
void replace_atomically(const std::filesystem::path& path, std::string_view text);

/// The file's bytes. One that is missing, unreadable or larger than `most` is Unavailable.
std::vector<std::byte> read_whole_file(const std::filesystem::path& path, std::uint64_t most);

}  // namespace neurec::infrastructure::deep_learning
