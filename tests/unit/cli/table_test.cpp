#include "presentation/cli/table.hpp"

#include <gtest/gtest.h>

namespace neurec::presentation::cli {
namespace {

TEST(DisplayWidth, CountsCellsAndNotBytes) {
    EXPECT_EQ(display_width("Heat"), 4U);
    EXPECT_EQ(display_width("Misérables"), 10U);
    EXPECT_EQ(display_width("Mise\xCC\x81rables"), 10U);  // e with a combining accent
    EXPECT_EQ(display_width("七人の侍"), 8U);
    EXPECT_EQ(display_width("\xff"), 1U);
    EXPECT_EQ(display_width("\xe4\xb8"),
              2U);  // a character cut short: each byte shows as one replacement
}

TEST(Table, AlignsColumnsByWhatIsSeen) {
    Table table({{"title"}, {"match", true}});
    table.add_row({"Les Misérables", "7 %"});
    table.add_row({"侍", "93 %"});

    EXPECT_EQ(table.text(),
              "title           match\n"
              "──────────────  ─────\n"
              "Les Misérables    7 %\n"
              "侍               93 %\n");
}

TEST(Table, LeavesNoTrailingSpaces) {
    Table table({{"a"}, {"b"}});
    table.add_row({"x", ""});

    EXPECT_EQ(table.text(), "a  b\n─  ─\nx\n");
}

}  // namespace
}  // namespace neurec::presentation::cli
