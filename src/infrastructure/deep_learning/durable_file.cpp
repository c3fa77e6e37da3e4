#include "infrastructure/deep_learning/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

[[noreturn]] void fail(const char* deed, const std::filesystem::path& path, const char* advice) {
    const std::string reason = std::generic_category().message(errno);
    throw domain::Unavailable(std::string("Cannot ") + deed + " " + path.string() + ": " + reason +
                              ". " + advice);
}

constexpr const char* kCheckDisk = "Check the free space and the permissions of that folder.";
constexpr const char* kCheckFile = "Check that the file is there and may be read.";

class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_;
};

}  // namespace

DurableFile::DurableFile(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) fail("create", path_, kCheckDisk);
}

DurableFile::~DurableFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void DurableFile::write(std::span<const std::byte> bytes) {
    sum_.add(bytes);
    bytes_ += bytes.size();
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("write", path_, kCheckDisk);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

FileSum DurableFile::close() {
    if (::fsync(descriptor_) != 0) fail("write", path_, kCheckDisk);
    if (::close(std::exchange(descriptor_, -1)) != 0) fail("write", path_, kCheckDisk);
    return {bytes_, sum_.finish()};
}

void sync_to_disk(const std::filesystem::path& path) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) fail("write", path, kCheckDisk);
}

void replace_atomically(const std::filesystem::path& path,
                        const std::function<void(DurableFile&)>& write) {
    std::filesystem::path beside = path;
    beside.replace_filename(std::string(".")
                                .append(path.filename())
                                .append(".")
                                .append(std::to_string(::getpid()))
                                .append(".new"));
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    try {
        DurableFile file(beside);
        write(file);
        file.close();
        if (::rename(beside.c_str(), path.c_str()) != 0) fail("replace", path, kCheckDisk);
    } catch (...) {
        std::filesystem::remove(beside, ignored);
        throw;
    }
    sync_to_disk(path.parent_path());
}

void replace_atomically(const std::filesystem::path& path, std::string_view text) {
    replace_atomically(path, [text](DurableFile& file) { file.write(text); });
}

std::vector<std::byte> read_whole_file(const std::filesystem::path& path, std::uint64_t most) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0)
        fail("read", path, kCheckFile);
    if (!S_ISREG(status.st_mode)) throw domain::Unavailable(path.string() + " is not a file.");
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > most)
        throw domain::Unavailable(path.string() + " has " + std::to_string(size) +
                                  " bytes, more than the " + std::to_string(most) +
                                  " that it may have.");
    std::vector<std::byte> bytes(size);
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = ::read(descriptor.get(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", path, kCheckFile);
        if (count == 0)
            throw domain::Unavailable(path.string() + " became shorter while it was read.");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

}  // namespace neurec::infrastructure::deep_learning
