#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

[[nodiscard]] fs::path sources() {
    const char* const folder = std::getenv("NEUREC_SOURCE_DIR");
    if (folder == nullptr) throw std::runtime_error("set NEUREC_SOURCE_DIR, or use ctest");
    return folder;
}

[[nodiscard]] Finished check(const fs::path& in) {
    return run({(in / "script" / "sbom").string(), "--check"});
}

TEST(Sbom, NamesWhatIsLinkedAndShipped) {
    const Finished finished = check(sources());
    EXPECT_EQ(finished.status.code, 0) << finished.output << finished.errors;
}

/// The sources, but for docs/sbom.json, which lacks `component`.
void make_sources_without(const std::string& component, const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(sources()))
        if (entry.path().filename() != "docs")
            fs::create_symlink(entry.path(), folder / entry.path().filename());
    std::ostringstream text;
    text << std::ifstream(sources() / "docs" / "sbom.json").rdbuf();
    json::value sbom = json::parse(text.str());
    json::array& components = sbom.at("components").as_array();
    const auto* const found = std::ranges::find_if(components, [&](const json::value& each) {
        return each.at("name").as_string() == component;
    });
    ASSERT_NE(found, components.end()) << component;
    components.erase(found);
    fs::create_directory(folder / "docs");
    std::ofstream(folder / "docs" / "sbom.json") << json::serialize(sbom);
}

TEST(Sbom, IsRefusedWhereItLacksAPackage) {
    for (const char* const component : {"libpq5", "react"}) {
        const TemporaryFolder folder;
        make_sources_without(component, folder.path());
        const Finished finished = check(folder.path());
        EXPECT_EQ(finished.status.code, 1) << component;
        EXPECT_THAT(finished.output + finished.errors, testing::HasSubstr(component));
        EXPECT_THAT(finished.errors, testing::HasSubstr("run script/sbom"));
    }
}

}  // namespace
}  // namespace neurec::tests
