#include "presentation/reports/report_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::presentation::reports {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
    const std::string reason = std::generic_category().message(errno);
    throw domain::Unavailable("Cannot write the report to " + path.string() + ": " + reason +
                              ". Check that the folder may be written to and has space, or name "
                              "another (--json, --html).");
}

/// A file that is open, or not.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] bool write_all(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t written = ::write(number_, text.data(), text.size());
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    [[nodiscard]] bool sync() const { return ::fsync(number_) == 0; }
    [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

[[nodiscard]] bool write_durably(const std::filesystem::path& path, std::string_view text) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    return file.is_open() && file.write_all(text) && file.sync() && file.close();
}

[[nodiscard]] bool sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && opened.sync();
}

}  // namespace

void write_report(const std::filesystem::path& path, std::string_view text) {
    std::error_code problem;  // where a folder cannot be made, the file below says so
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), problem);
    std::filesystem::path beside = path;
    beside += ".partial";
    if (!write_durably(beside, text) || ::rename(beside.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        std::filesystem::remove(beside, problem);
        errno = reason;
        fail(path);
    }
    if (!sync_folder(path.parent_path())) fail(path);
}

}  // namespace neurec::presentation::reports
