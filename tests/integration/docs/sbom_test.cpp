#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

TEST(Sbom, NamesWhatIsLinkedAndShipped) {
    const char* const sources = std::getenv("NEUREC_SOURCE_DIR");
    ASSERT_NE(sources, nullptr) << "set NEUREC_SOURCE_DIR, or use ctest";
    const std::filesystem::path script = std::filesystem::path(sources) / "script" / "sbom";
    const Finished check = run({script.string(), "--check"});
    EXPECT_EQ(check.status.code, 0) << check.output << check.errors;
}

}  // namespace
}  // namespace neurec::tests
