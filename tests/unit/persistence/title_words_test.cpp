#include "infrastructure/persistence/title_words.hpp"

#include <gtest/gtest.h>

namespace neurec::infrastructure::persistence {
namespace {

using Words = std::vector<std::string>;

TEST(TitleWords, AreLowerCaseInAscendingOrderEachOnce) {
    EXPECT_EQ(title_words("The Good, the Bad and the Ugly (1966)"),
              (Words{"1966", "and", "bad", "good", "the", "ugly"}));
    EXPECT_EQ(title_words("12 Angry Men"), (Words{"12", "angry", "men"}));
}

TEST(TitleWords, LoseAccents) {
    EXPECT_EQ(title_words("Misérables, Les"), (Words{"les", "miserables"}));
    EXPECT_EQ(title_words("AMÉLIE Æon Øst Straße"), (Words{"aeon", "amelie", "ost", "strasse"}));
    EXPECT_EQ(title_words("Ścieżka Œuvre"), (Words{"oeuvre", "sciezka"}));
    EXPECT_EQ(title_words("Ame\xcc\x81lie"), (Words{"amelie"}));  // an accent of its own, U+0301
}

TEST(TitleWords, GoOnAcrossApostrophes) {
    EXPECT_EQ(title_words("Schindler's List"), (Words{"list", "schindlers"}));
    EXPECT_EQ(title_words("Schindler’s List"), (Words{"list", "schindlers"}));
}

TEST(TitleWords, EndAtSignsOfEveryKind) {
    EXPECT_EQ(title_words("M*A*S*H – “Star-Wars” … 3×4 «À»"),
              (Words{"3", "4", "a", "h", "m", "s", "star", "wars"}));
}

TEST(TitleWords, KeepOtherScriptsAsTheyAre) {
    EXPECT_EQ(title_words("七人の侍 Сталкер"), (Words{"Сталкер", "七人の侍"}));
}

TEST(TitleWords, AreNoneInATextOfSigns) {
    EXPECT_EQ(title_words(""), Words{});
    EXPECT_EQ(title_words("… !?('"), Words{});
}

TEST(TitleWords, TakeBytesThatAreNoUtf8AsTheyCome) {
    EXPECT_EQ(title_words("a\xe9 \xc3"), (Words{"a\xe9", "\xc3"}));
}

TEST(TitleWords, AreCutToWhatTheirColumnHolds) {
    std::string sighs;
    for (int i = 0; i < 251; ++i)
        sighs += "æ";
    EXPECT_EQ(title_words(sighs).front().size(), 200U);
    std::string films;
    for (int i = 0; i < 251; ++i)
        films += "映";
    EXPECT_EQ(title_words(films).front(), films.substr(0, 198)) << "whole characters";
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
