#pragma once

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace neurec::tests {

/// While it lives, this process is no root: what permissions forbid is forbidden. Where the test
/// runs as root it becomes "nobody", to whom `folder` is given with all in it; elsewhere it stays
/// who it is. One at a time, in a process of one thread.
class OrdinaryUser {
  public:
    explicit OrdinaryUser(const std::filesystem::path& folder) {
        if (geteuid() != 0) return;
        const passwd* const nobody = getpwnam("nobody");
        if (nobody == nullptr) throw std::runtime_error("there is no user nobody to run as");
        give(folder, *nobody);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            give(entry.path(), *nobody);
        if (seteuid(nobody->pw_uid) != 0) throw std::runtime_error("cannot become nobody");
        was_root_ = true;
    }
    ~OrdinaryUser() {
        // Whatever came after would pass for the wrong reason.
        if (was_root_ && seteuid(0) != 0) std::abort();
    }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

  private:
    static void give(const std::filesystem::path& path, const passwd& owner) {
        if (lchown(path.c_str(), owner.pw_uid, owner.pw_gid) != 0)
            throw std::runtime_error("cannot give away " + path.string());
    }

    bool was_root_ = false;
};

}  // namespace neurec::tests
