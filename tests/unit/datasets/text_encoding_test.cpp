#include "infrastructure/datasets/text_encoding.hpp"

#include <gtest/gtest.h>

#include <string>

namespace neurec::infrastructure::datasets {
namespace {

using namespace std::string_literals;

TEST(ValidUtf8, TakesCharactersOfOneToFourBytes) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("Heat (1995)"));
    EXPECT_TRUE(is_valid_utf8("Am\xc3\xa9lie"));
    EXPECT_TRUE(is_valid_utf8("\xe4\xb8\x83"));      // U+4E03
    EXPECT_TRUE(is_valid_utf8("\xf0\x9f\x8e\xac"));  // U+1F3AC
    EXPECT_TRUE(is_valid_utf8("\xf4\x8f\xbf\xbf"));  // U+10FFFF, the highest
}

TEST(ValidUtf8, RefusesWhatRfc3629Excludes) {
    EXPECT_FALSE(is_valid_utf8("Am\xe9lie"));         // ISO-8859-1
    EXPECT_FALSE(is_valid_utf8("\xc3"));              // cut short
    EXPECT_FALSE(is_valid_utf8("\xe4\xb8"));          // cut short
    EXPECT_FALSE(is_valid_utf8("\x80"));              // no lead
    EXPECT_FALSE(is_valid_utf8("\xc0\xaf"));          // overlong '/'
    EXPECT_FALSE(is_valid_utf8("\xe0\x80\xaf"));      // overlong '/'
    EXPECT_FALSE(is_valid_utf8("\xf0\x80\x80\xaf"));  // overlong '/'
    EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));      // surrogate U+D800
    EXPECT_FALSE(is_valid_utf8("\xf4\x90\x80\x80"));  // U+110000
    EXPECT_FALSE(is_valid_utf8("\xff"));
}

TEST(Latin1ToUtf8, TakesEachByteAsTheCharacterOfItsNumber) {
    EXPECT_EQ(latin1_to_utf8("Mis\xe9rables, Les (1995)"), "Mis\xc3\xa9rables, Les (1995)");
    EXPECT_EQ(latin1_to_utf8("\xff\x80\x7f"), "\xc3\xbf\xc2\x80\x7f");
}

TEST(ControlCharacters, AreC0DeleteAndC1) {
    EXPECT_FALSE(has_control_characters("Am\xc3\xa9lie \xc2\xa0 \xe4\xb8\x83"));
    EXPECT_TRUE(has_control_characters("a\0b"s));
    EXPECT_TRUE(has_control_characters("a\tb"));
    EXPECT_TRUE(has_control_characters("\x1b[31m"));
    EXPECT_TRUE(has_control_characters("\x7f"));
    EXPECT_TRUE(has_control_characters("\xc2\x9b"));  // U+009B, a terminal's control sequence
}

TEST(Printable, ShowsQuestionMarksForControlCharacters) {
    EXPECT_EQ(printable("a\x1b[31mb\0c\xc2\x9b"
                        "d"s,
                        100),
              "a?[31mb?c?d");
}

TEST(Printable, ShowsWhatIsNoUtf8AsLatin1) {
    EXPECT_EQ(printable("Mis\xe9rables", 100), "Mis\xc3\xa9rables");
}

TEST(Printable, CutsBetweenCharacters) {
    EXPECT_EQ(printable("abcdef", 6), "abcdef");
    EXPECT_EQ(printable("abcdefg", 6), "abcdef…");
    EXPECT_EQ(printable("abcde\xc3\xa9g", 6), "abcde…");
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
