#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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

struct Row {
    int item;
    std::string tests;  ///< the last column
};

/// The page's table, from top to bottom.
[[nodiscard]] std::vector<Row> rows_of(const std::string& page) {
    const std::regex row(R"(\n\| (\d+) \|[^\n]*\|([^|\n]*)\|(?=\n|$))");
    std::vector<Row> rows;
    for (std::sregex_iterator match(page.begin(), page.end(), row), end; match != end; ++match)
        rows.push_back({std::stoi((*match)[1].str()), (*match)[2].str()});
    return rows;
}

TEST(Checklist, HasEveryItemOnceAndInOrder) {
    const std::string page = text_of(source_folder() / "docs" / "checklist.md");
    const std::vector<Row> rows = rows_of(page);
    ASSERT_FALSE(rows.empty());
    std::size_t lines = 0;
    for (std::size_t at = page.find("|---"); (at = page.find("\n| ", at)) != std::string::npos;
         ++at)
        ++lines;
    EXPECT_EQ(rows.size(), lines) << "a line of the table is no row of it";
    int expected = 0;
    for (const Row& row : rows)
        EXPECT_EQ(row.item, ++expected);
}

TEST(Checklist, NamesATestForEveryItem) {
    const std::set<std::string> known = tests_in_sources();
    for (const Row& row : rows_of(text_of(source_folder() / "docs" / "checklist.md"))) {
        const std::set<std::string> named = names_in(row.tests, R"(`(\w+)\.(\w+)`)");
        EXPECT_TRUE(std::ranges::any_of(
            named, [&](const std::string& each) { return known.contains(each); }))
            << "item " << row.item << " names no test: " << row.tests;
    }
}

}  // namespace
}  // namespace neurec::tests
