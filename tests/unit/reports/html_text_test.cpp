#include "presentation/reports/html_text.hpp"

#include <gtest/gtest.h>

namespace neurec::presentation::reports {

TEST(Escaped, ReplacesWhatMeansSomethingInMarkup) {
    EXPECT_EQ(escaped(R"(<b class="x">Tom & Jerry's</b>)"),
              "&lt;b class=&quot;x&quot;&gt;Tom &amp; Jerry&#39;s&lt;/b&gt;");
}

TEST(Escaped, KeepsOtherScriptsAndWhiteSpace) {
    EXPECT_EQ(escaped("Léon\t千と千尋\n"), "Léon\t千と千尋\n");
}

TEST(Escaped, ReplacesControlCharactersThatXmlForbids) {
    EXPECT_EQ(escaped(std::string_view("a\0b\x1b[31m", 8)), "a\uFFFDb\uFFFD[31m");
}

}  // namespace neurec::presentation::reports
