#include "presentation/cli/terminal_progress.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace neurec::presentation::cli {
namespace {

using namespace std::chrono_literals;

TEST(ReadableDuration, UsesTheUnitThatPeopleWould) {
    EXPECT_EQ(readable_duration(0s), "0 ms");
    EXPECT_EQ(readable_duration(850ms), "850 ms");
    EXPECT_EQ(readable_duration(999.6ms), "1.0 s");
    EXPECT_EQ(readable_duration(9.94s), "9.9 s");
    EXPECT_EQ(readable_duration(12s), "12 s");
    EXPECT_EQ(readable_duration(185s), "3 min 05 s");
    EXPECT_EQ(readable_duration(7800s), "2 h 10 min");
    EXPECT_EQ(readable_duration(-1s), "0 ms");
}

TEST(TerminalProgress, WritesOneLineAStageWhereThereIsNoTerminal) {
    std::ostringstream out;
    TerminalProgress progress(out, false);

    progress.begin("Reading", 10);
    progress.update(5, "half");
    progress.finish("10 rows");

    EXPECT_EQ(out.str().substr(0, 17), "Reading: 10 rows ");
    EXPECT_EQ(out.str().find('\r'), std::string::npos);
}

TEST(TerminalProgress, DrawsABarOnATerminalAndRemovesItAtTheEnd) {
    std::ostringstream out;
    TerminalProgress progress(out, true);

    progress.begin("Reading", 10);
    EXPECT_NE(out.str().find("  0 %"), std::string::npos) << out.str();
    progress.finish("10 rows");

    const std::string last = out.str().substr(out.str().rfind('\r'));
    EXPECT_EQ(last.substr(0, 21), "\r\033[KReading: 10 rows ") << last;
}

TEST(TerminalProgress, NeverDrawsWiderThanTheTerminal) {
    std::ostringstream out;
    TerminalProgress progress(out, true, 20);

    progress.begin("A stage whose name is much longer than the terminal", 3);

    EXPECT_NE(out.str().find("…"), std::string::npos);
    EXPECT_LT(out.str().size(), 40U);
}

}  // namespace
}  // namespace neurec::presentation::cli
