#include "application/services/source_agreement.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace neurec::application {
namespace {

TEST(TitlesOfOneMovie, DifferInCasePunctuationArticlesYearAndWhatIsInParentheses) {
    EXPECT_TRUE(may_be_one_movie("Toy Story (1995)", "TOY STORY (1996)"));
    EXPECT_TRUE(may_be_one_movie("Usual Suspects, The (1995)", "The Usual Suspects (1995)"));
    EXPECT_TRUE(may_be_one_movie("Misérables, Les (1995)", "Les Misérables"));
    EXPECT_TRUE(may_be_one_movie("Seven (a.k.a. Se7en) (1995)", "Seven (1995)"));
    EXPECT_TRUE(may_be_one_movie("Schindler's List", "Schindlers List!"));
}

TEST(TitlesOfOneMovie, ShareHalfOfTheWordsOfTheLonger) {
    EXPECT_TRUE(may_be_one_movie("Heat (1995)", "Heat, Restored (1995)"));
    EXPECT_FALSE(may_be_one_movie("Heat (1995)", "Heat, Restored and Longer (1995)"));
    EXPECT_FALSE(may_be_one_movie("Toy Story (1995)", "Jumanji (1995)"));
    EXPECT_FALSE(may_be_one_movie("The Thing (1982)", "The Fly (1986)"));
}

TEST(TitlesOfOneMovie, AreNoMoreThanTwoYearsApart) {
    EXPECT_TRUE(may_be_one_movie("Heat (1995)", "Heat (1993)"));
    EXPECT_FALSE(may_be_one_movie("Heat (1995)", "Heat (1986)"));
    EXPECT_TRUE(may_be_one_movie("Heat (1995)", "Heat"));
}

TEST(TitlesOfOneMovie, WithoutAnyWordAreComparedAsTheyAre) {
    EXPECT_TRUE(may_be_one_movie("(500)", "(500)"));
    EXPECT_FALSE(may_be_one_movie("(500)", "(501)"));
    EXPECT_FALSE(may_be_one_movie("The", "A"));
    EXPECT_FALSE(may_be_one_movie("", "Heat"));
}

TEST(Demographics, AreContradictedByWhatChangesOrForgetsThem) {
    using domain::Gender;
    const domain::Demographics known{25, Gender::male, 4};
    EXPECT_FALSE(contradicts({}, known));
    EXPECT_FALSE(contradicts(known, known));
    EXPECT_FALSE(contradicts({25, {}, {}}, known));
    EXPECT_TRUE(contradicts(known, {}));
    EXPECT_TRUE(contradicts(known, {26, Gender::male, 4}));
    EXPECT_TRUE(contradicts(known, {25, Gender::female, 4}));
    EXPECT_TRUE(contradicts(known, {25, Gender::male, 5}));
}

TEST(SourceAgreementTest, IsBeyondACorrectionFromMoreThanATenthOnOrATooLargeNumber) {
    constexpr auto kNoLimit = std::numeric_limits<std::uint64_t>::max();
    SourceAgreement share(1, kNoLimit);
    EXPECT_FALSE(share.is_beyond_correction());
    share.agree(90);
    share.differ(10);
    EXPECT_FALSE(share.is_beyond_correction());
    share.differ("the last");
    EXPECT_TRUE(share.is_beyond_correction());
    EXPECT_EQ(share.shares(), "11 of 101");

    SourceAgreement number(1, 50);
    number.agree(10'000);
    number.differ(50);
    EXPECT_FALSE(number.is_beyond_correction());
    number.differ();
    EXPECT_TRUE(number.is_beyond_correction());

    SourceAgreement few(21, kNoLimit);
    few.differ(20);
    EXPECT_FALSE(few.is_beyond_correction());
    few.differ();
    EXPECT_TRUE(few.is_beyond_correction());
}

}  // namespace
}  // namespace neurec::application
