#pragma once

#include <filesystem>
#include <optional>

namespace neurec::tests {

/// MovieLens 1M's archive where this machine has it: `NEUREC_DATASET`, `data/ml-1m.zip` or
/// `../shared/data/ml-1m.zip` beside the source folder. A test that needs it skips, and says so,
/// without it.
std::optional<std::filesystem::path> movielens_1m();

}  // namespace neurec::tests

/// Skips the running test where MovieLens 1M is absent; else `name` is its path.
#define NEUREC_REQUIRE_MOVIELENS(name)                                               \
    const auto name##_found = neurec::tests::movielens_1m();                         \
    if (!name##_found)                                                               \
        GTEST_SKIP() << "MovieLens 1M is not here (data/ml-1m.zip, NEUREC_DATASET)"; \
    const std::filesystem::path& name = *name##_found
