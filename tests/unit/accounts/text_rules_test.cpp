#include "application/dtos/text_rules.hpp"

#include <gtest/gtest.h>

#include <string>

namespace neurec::application {
namespace {

TEST(ProblemOfName, IsThatNothingCanBeSeen) {
    for (const char* blank : {"", " ", "   ", "\u00a0", "\u3000", "\u2003 \u2003", "\u200b",
                              "\ufeff", "\u3164", "\u2800", "\u00ad", "\ufe0f", "\U000E0001"})
        EXPECT_EQ(problem_of_name(blank), "is blank") << blank;
}

TEST(ProblemOfName, IsAControlCharacter) {
    for (const char* text : {"a\tb", "a\nb", "\x1b[31mred", "a\x7f", "a\u0085", "a\u2028b"})
        EXPECT_EQ(problem_of_name(text), "has a control character") << text;
    EXPECT_EQ(problem_of_name(std::string("vic\0zz", 6)), "has a control character");
}

TEST(ProblemOfName, IsNoneOfWhatPeopleWrite) {
    for (const char* name : {"Ada", "a", " a ", "Ada ✓", "千と千尋の神隠し (2001)", "🎬",
                             "👩\u200d🔬", "π", "نَرگِس", "…", "M\u00adain"})
        EXPECT_EQ(problem_of_name(name), std::nullopt) << name;
}

}  // namespace
}  // namespace neurec::application
