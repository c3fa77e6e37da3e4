#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace neurec::tests {
namespace {

namespace fs = std::filesystem;

[[nodiscard]] fs::path source_folder() {
    const char* const folder = std::getenv("NEUREC_SOURCE_DIR");
    if (folder == nullptr) throw std::runtime_error("set NEUREC_SOURCE_DIR, or use ctest");
    return folder;
}

[[nodiscard]] std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// Every match's groups 1 and 2, joined by a dot where there are two.
[[nodiscard]] std::set<std::string> names_in(const std::string& text, const char* pattern) {
    const std::regex expression(pattern);
    std::set<std::string> names;
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end;
         ++match)
        names.insert((*match)[1].str() + "." + (*match)[2].str());
    return names;
}

/// "Suite.Test" of every test in the sources.
[[nodiscard]] std::set<std::string> tests_in_sources() {
    std::set<std::string> tests;
    for (const auto& file : fs::recursive_directory_iterator(source_folder() / "tests"))
        if (file.path().extension() == ".cpp")
            tests.merge(
                names_in(text_of(file.path()),
                         R"((?:^|\n)(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+))"));
    return tests;
}

TEST(Checklist, NamesTestsThatExist) {
    const std::set<std::string> named =
        names_in(text_of(source_folder() / "docs" / "checklist.md"), R"(`(\w+)\.(\w+)`)");
    const std::set<std::string> known = tests_in_sources();
    ASSERT_GT(named.size(), 50U);
    for (const std::string& each : named)
        EXPECT_TRUE(known.contains(each)) << each << " is in docs/checklist.md alone";
}

TEST(Checklist, HasEveryItemOnce) {
    const std::string page = text_of(source_folder() / "docs" / "checklist.md");
    for (int item = 1; item <= 29; ++item) {
        const std::string row = "\n| " + std::to_string(item) + " | ";
        const std::size_t at = page.find(row);
        ASSERT_NE(at, std::string::npos) << item;
        EXPECT_EQ(page.find(row, at + 1), std::string::npos) << item;
    }
}

}  // namespace
}  // namespace neurec::tests
