#include "infrastructure/deep_learning/partial_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".partial";

/// The lock on a folder, or −1 where another process or object holds it (or the folder is gone).
int try_lock(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    ::close(descriptor);
    return -1;
}

void remove_if_abandoned(const fs::path& folder) {
    const int lock = try_lock(folder);
    if (lock < 0) return;
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    ::close(lock);
}

[[noreturn]] void refuse_taken(const std::string& id) {
    throw domain::Conflict("There is a model \"" + id +
                           "\" already, or it is being written; choose another id.");
}

[[noreturn]] void fail(const fs::path& path) {
    throw domain::Unavailable("Cannot write " + path.string() + ": " +
                              std::generic_category().message(errno) +
                              ". Check the free space and the permissions of that folder.");
}

}  // namespace

PartialFolder::PartialFolder(const fs::path& models, const std::string& id)
    : models_(models), id_(id), path_(models / ("." + id + kSuffix)) {
    if (fs::exists(models / id)) refuse_taken(id);
    remove_if_abandoned(path_);
    if (::mkdir(path_.c_str(), 0755) != 0) {
        if (errno == EEXIST) refuse_taken(id);
        fail(path_);
    }
    lock_ = try_lock(path_);
    if (lock_ < 0) refuse_taken(id);
}

PartialFolder::~PartialFolder() {
    std::error_code ignored;
    if (!published_) fs::remove_all(path_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

fs::path PartialFolder::publish() {
    const fs::path final_path = models_ / id_;
    sync_to_disk(path_);
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, final_path.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) refuse_taken(id_);
        fail(final_path);
    }
    published_ = true;
    sync_to_disk(models_);
    return final_path;
}

void remove_abandoned_folders(const fs::path& models) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(models, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.') && name.ends_with(kSuffix) && entry.is_directory(error))
            remove_if_abandoned(entry.path());
    }
}

}  // namespace neurec::infrastructure::deep_learning
