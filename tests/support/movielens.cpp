#include "support/movielens.hpp"

#include <cstdlib>

namespace neurec::tests {

std::optional<std::filesystem::path> movielens_1m() {
    if (const char* named = std::getenv("NEUREC_DATASET"); named != nullptr && *named != '\0')
        if (std::filesystem::exists(named)) return named;
    const char* source = std::getenv("NEUREC_SOURCE_DIR");
    const std::filesystem::path root = source != nullptr ? source : ".";
    for (const char* place : {"data/ml-1m.zip", "../shared/data/ml-1m.zip"})
        if (std::filesystem::exists(root / place)) return root / place;
    return std::nullopt;
}

}  // namespace neurec::tests
