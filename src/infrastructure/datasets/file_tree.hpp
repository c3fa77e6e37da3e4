#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace neurec::infrastructure::datasets {

/// A file's bytes, front to back.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Fills the front of `buffer` and returns how many bytes that were; 0 at the end. InvalidInput
    /// for damaged archive members, Unavailable where reading fails.
    [[nodiscard]] virtual std::size_t read(std::span<char> buffer) = 0;
};

/// Files by name, in a folder or in a zip archive. Members of an archive are never written to disk.
class FileTree {
  public:
    struct File {
        std::string name;  ///< path inside the tree, with '/'
        std::uint64_t bytes = 0;
    };

    virtual ~FileTree() = default;
    [[nodiscard]] virtual const std::vector<File>& files() const = 0;
    /// `name` is one of files().
    [[nodiscard]] virtual std::unique_ptr<ByteSource> open(const std::string& name) const = 0;
};

/// What an archive may hold at most, so that a small file cannot fill memory or time ("zip bomb").
struct ArchiveLimits {
    std::uint64_t entries = 10'000;
    std::uint64_t entry_bytes = std::uint64_t{8} << 30U;  ///< ml-32m's ratings.csv has 0.9 GB
    std::uint64_t compression_ratio = 200;                ///< ratings text compresses by 5 to 10
};

/// Opens a zip file or a folder (files in it, and one folder down). NotFound where there is
/// nothing; InvalidInput for a file that is no zip archive, is cut short, or is beyond the limits.
std::unique_ptr<FileTree> open_file_tree(const std::filesystem::path& path,
                                         const ArchiveLimits& limits = {});

}  // namespace neurec::infrastructure::datasets
