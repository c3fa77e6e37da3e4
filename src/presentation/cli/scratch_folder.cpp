#include "presentation/cli/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include "domain/errors.hpp"

namespace neurec::presentation::cli {

ScratchFolder::ScratchFolder(std::string_view purpose) {
    std::string name =
        std::filesystem::temp_directory_path() / ("neurec-" + std::string(purpose) + "-XXXXXX");
    if (mkdtemp(name.data()) == nullptr)
        throw domain::Unavailable("Cannot make a temporary folder like " + name + " (" +
                                  std::strerror(errno) + "). Free some space, or set TMPDIR.");
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace neurec::presentation::cli
