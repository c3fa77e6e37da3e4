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

TEST(Table, ShowsNoCommandsToTheTerminal) {
    Table table({{"title"}, {"genres"}});
    table.add_row({"A \x1b]0;title\x07 \x1b[2J", "two\nlines"});
    table.add_row(
        {"C1 \xc2\x9b"
         "2J",
         "\xe2\x80\xae"
         "txet"});

    EXPECT_EQ(table.text(),
              "title              genres\n"
              "─────────────────  ─────────\n"
              "A \ufffd]0;title\ufffd \ufffd[2J  two\ufffdlines\n"
              "C1 \ufffd2J             \ufffdtxet\n");
}

TEST(Printable, KeepsEveryTextThatIsNoCommand) {
    for (const char* const text :
         {"", "Les Misérables", "七人の侍", "Mise\xCC\x81rables", "a\u00a0b"})
        EXPECT_EQ(printable(text), text);
}

TEST(Printable, LetsNothingHideBehindABrokenCharacter) {
    EXPECT_EQ(printable("\xe4\x1b[2J"), "\ufffd\ufffd[2J");
    EXPECT_EQ(printable("\xf0\x9f\x1b"), "\ufffd\ufffd\ufffd");
    EXPECT_EQ(printable("\x9b"
                        "2J"),
              "\ufffd2J");
    EXPECT_EQ(printable("\x7f"), "\ufffd");
}

}  // namespace
}  // namespace neurec::presentation::cli
