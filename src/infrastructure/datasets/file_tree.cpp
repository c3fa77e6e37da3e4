#include "infrastructure/datasets/file_tree.hpp"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <system_error>

#include "domain/errors.hpp"

namespace neurec::infrastructure::datasets {

namespace {

class FolderFile : public ByteSource {
  public:
    explicit FolderFile(const std::filesystem::path& path)
        : path_(path), in_(path, std::ios::binary) {
        if (!in_)
            throw domain::Unavailable("Cannot read " + path.string() + ": " + std::strerror(errno) +
                                      ".");
    }

    std::size_t read(std::span<char> buffer) override {
        in_.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        if (in_.bad())
            throw domain::Unavailable("Reading " + path_.string() +
                                      " failed: " + std::strerror(errno) + ".");
        return static_cast<std::size_t>(in_.gcount());
    }

  private:
    std::filesystem::path path_;
    std::ifstream in_;
};

class Folder : public FileTree {
  public:
    explicit Folder(std::filesystem::path root) : root_(std::move(root)) {
        std::error_code error;
        std::filesystem::recursive_directory_iterator entry(root_, error);
        if (error)
            throw domain::Unavailable("Cannot list " + root_.string() + ": " + error.message() +
                                      ".");
        for (; entry != std::filesystem::end(entry); entry.increment(error)) {
            if (error)
                throw domain::Unavailable("Cannot list " + root_.string() + ": " + error.message() +
                                          ".");
            if (entry.depth() >= 1) entry.disable_recursion_pending();
            if (!entry->is_regular_file(error)) continue;
            const std::uintmax_t bytes = entry->file_size(error);
            if (!error)
                files_.push_back({entry->path().lexically_relative(root_).generic_string(), bytes});
        }
        std::ranges::sort(files_, {}, &File::name);
    }

    const std::vector<File>& files() const override { return files_; }
    std::unique_ptr<ByteSource> open(const std::string& name) const override {
        return std::make_unique<FolderFile>(root_ / name);
    }

  private:
    std::filesystem::path root_;
    std::vector<File> files_;
};

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};

/// A lack of memory says nothing about the archive: std::bad_alloc instead of a word about damage.
void require_memory(const zip_error_t& error) {
    const int code = zip_error_code_zip(&error);
    const bool is_zlibs = code == ZIP_ER_ZLIB && zip_error_code_system(&error) == Z_MEM_ERROR;
    if (code == ZIP_ER_MEMORY || is_zlibs) throw std::bad_alloc();
}

class ArchiveMember : public ByteSource {
  public:
    /// `bytes`: the unpacked size that the archive declares.
    ArchiveMember(zip_t* archive, const std::filesystem::path& path, const std::string& name,
                  std::uint64_t bytes)
        : what_(name + " in " + path.string()),
          member_(zip_fopen(archive, name.c_str(), 0)),
          bytes_left_(bytes) {
        if (!member_) damaged(zip_get_error(archive));
    }

    std::size_t read(std::span<char> buffer) override {
        const zip_int64_t count = zip_fread(member_.get(), buffer.data(), buffer.size());
        if (count < 0) damaged(zip_file_get_error(member_.get()));
        // The limits were checked against the declared size, so nothing may go beyond it.
        if (static_cast<std::uint64_t>(count) > bytes_left_)
            damaged("it is larger than the archive says");
        bytes_left_ -= static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
    }

  private:
    [[noreturn]] void damaged(zip_error_t* error) const {
        require_memory(*error);
        damaged(std::string(zip_error_strerror(error)));
    }
    [[noreturn]] void damaged(const std::string& reason) const {
        throw domain::InvalidInput(
            "Cannot read " + what_ + " (" + reason +
            "). The archive is damaged or cut short; download or copy it again.");
    }

    std::string what_;
    std::unique_ptr<zip_file_t, CloseMember> member_;
    std::uint64_t bytes_left_;
};

class Archive : public FileTree {
  public:
    Archive(std::filesystem::path path, const ArchiveLimits& limits) : path_(std::move(path)) {
        int code = 0;
        archive_.reset(zip_open(path_.c_str(), ZIP_RDONLY, &code));
        if (!archive_) refuse_unreadable(code);
        list(limits);
    }

    const std::vector<File>& files() const override { return files_; }
    std::unique_ptr<ByteSource> open(const std::string& name) const override {
        const auto file = std::ranges::find(files_, name, &File::name);
        const std::uint64_t bytes = file == files_.end() ? 0 : file->bytes;
        return std::make_unique<ArchiveMember>(archive_.get(), path_, name, bytes);
    }

  private:
    [[noreturn]] void refuse_unreadable(int code) const {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        require_memory(error);
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw domain::InvalidInput(
            path_.string() + " is not a readable zip archive (" + reason +
            "). It may be cut short: download or copy it again, or name a folder.");
    }

    void list(const ArchiveLimits& limits) {
        const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
        if (static_cast<std::uint64_t>(count) > limits.entries) refuse("has too many entries");
        for (zip_int64_t i = 0; i < count; ++i) {
            zip_stat_t status;
            zip_stat_init(&status);
            if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(i), 0, &status) != 0) {
                require_memory(*zip_get_error(archive_.get()));
                refuse("has a damaged entry");
            }
            const std::string name = status.name;
            if (name.ends_with('/')) continue;
            if (status.size > limits.entry_bytes ||
                status.size / std::max<std::uint64_t>(1, status.comp_size) >
                    limits.compression_ratio)
                refuse("has an entry, " + name +
                       ", that unpacks to far more than a data set would");
            files_.push_back({name, status.size});
        }
    }

    [[noreturn]] void refuse(const std::string& problem) const {
        throw domain::InvalidInput(path_.string() + " " + problem +
                                   "; it is not opened. Is it a MovieLens archive?");
    }

    std::filesystem::path path_;
    std::unique_ptr<zip_t, CloseArchive> archive_;
    std::vector<File> files_;
};

}  // namespace

std::unique_ptr<FileTree> open_file_tree(const std::filesystem::path& path,
                                         const ArchiveLimits& limits) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw domain::NotFound(
            "There is no data set at " + path.string() +
            ". Give the path of a MovieLens archive or folder, or make a data set with "
            "'neurec generate'.");
    if (std::filesystem::is_directory(status)) return std::make_unique<Folder>(path);
    if (!std::filesystem::is_regular_file(status))
        throw domain::InvalidInput(path.string() +
                                   " is neither a file nor a folder. Give the path of a MovieLens "
                                   "archive or folder.");
    if (std::filesystem::file_size(path, error) == 0 && !error)
        throw domain::InvalidInput(path.string() +
                                   " is empty. Download or copy the archive again.");
    return std::make_unique<Archive>(path, limits);
}

}  // namespace neurec::infrastructure::datasets
