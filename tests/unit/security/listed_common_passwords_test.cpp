#include "infrastructure/security/listed_common_passwords.hpp"

#include <gtest/gtest.h>

namespace neurec::infrastructure::security {
namespace {

TEST(CommonPasswords, AreTheThreeThousandMostCommonOnesThatAreLongEnough) {
    EXPECT_EQ(ListedCommonPasswords().size(), 3000U);
}

TEST(CommonPasswords, AreFoundInAnyCaseOfTheirLetters) {
    const ListedCommonPasswords common;
    for (const char* each : {"password", "12345678", "qwertyuiop", "PassWord", "greyhoun"})
        EXPECT_TRUE(common.contains(each)) << each;
}

TEST(CommonPasswords, AreNeitherPartsNorExtensionsOfOthers) {
    const ListedCommonPasswords common;
    for (const char* each : {"", "#", "correct horse battery staple", "password ",
                             "# The 3,000 most common passwords", "pässword"})
        EXPECT_FALSE(common.contains(each)) << each;
}

}  // namespace
}  // namespace neurec::infrastructure::security
