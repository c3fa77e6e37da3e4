#include "infrastructure/persistence/name_keys.hpp"

#include <gtest/gtest.h>

#include <string>

namespace neurec::infrastructure::persistence {
namespace {

TEST(NameKey, IsTheSameInAnyCase) {
    EXPECT_EQ(name_key("Ada@Example.org"), name_key("aDA@eXAMPLE.ORG"));
    EXPECT_EQ(name_key("ÉMILE"), name_key("émile"));
    EXPECT_EQ(name_key("ΣΊΣΥΦΟΣ"), name_key("σίσυφος")) << "the sigma at the end is another letter";
    EXPECT_EQ(name_key("STRASSE"), name_key("straße"));
    EXPECT_EQ(name_key("ЖЕНЯ"), name_key("женя"));
}

TEST(NameKey, IsTheSameInAnyFormOfTheCharacters) {
    EXPECT_EQ(name_key("e\u0301mile"), name_key("\u00e9mile")) << "one character or two";
    EXPECT_EQ(name_key("ＡＤＡ"), name_key("ada")) << "full width";
    EXPECT_EQ(name_key("ﬁlm"), name_key("film")) << "a ligature";
    EXPECT_EQ(name_key("ad\u200ba"), name_key("ada")) << "a space without width";
    EXPECT_EQ(name_key("Å"), name_key("\u212b")) << "the sign of the ångström";
}

TEST(NameKey, TellsOtherNamesApart) {
    EXPECT_NE(name_key("emile"), name_key("émile"));
    EXPECT_NE(name_key("ada"), name_key("adа")) << "a Cyrillic letter";
    EXPECT_NE(name_key("ada"), name_key("ad a"));
    EXPECT_NE(name_key(std::string("ada\0x", 5)), name_key("ada")) << "text after NUL counts";
}

TEST(NameKey, OfAKeyIsTheKey) {
    for (const char* name : {"ΣΊΣΥΦΟΣ", "straße", "İstanbul", "ﷺ", "Ⅳ", "ﬀ", "e\u0301\u0327"})
        EXPECT_EQ(name_key(name_key(name)), name_key(name)) << name;
}

TEST(NameKey, HasAtMost1024BytesAndWholeCharacters) {
    std::string longest;
    for (int i = 0; i < 254; ++i)
        longest += "\U0001F3AC";  // as long as an email can be
    EXPECT_EQ(name_key(longest).size(), 1016U);
    std::string ligatures;
    for (int i = 0; i < 100; ++i)
        ligatures += "ﷺ";  // becomes 18 characters
    const std::string key = name_key(ligatures);
    EXPECT_LE(key.size(), 1024U);
    EXPECT_GE(key.size(), 1021U);
    EXPECT_EQ(name_key(key), key) << "it is still UTF-8";
}

TEST(NameKey, TakesWhatIsNoUtf8AsItIs) {
    EXPECT_EQ(name_key("ADA\xff"), "ada\xff");
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
