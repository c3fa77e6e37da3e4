#include "domain/models/genre.hpp"

#include <gtest/gtest.h>

namespace neurec::domain {
namespace {

using Names = std::vector<std::string>;

TEST(GenreKey, IsTheSameForEverySpelling) {
    for (const char* spelling :
         {"Sci-Fi", "sci-fi", "SCI-FI ", "  Sci-Fi", "\tsci-fi\r\n", "\xc2\xa0Sci-Fi\xc2\xa0 "})
        EXPECT_EQ(genre_key(spelling), "sci-fi") << spelling;
    EXPECT_NE(genre_key("Sci-Fi"), genre_key("SciFi"));
    EXPECT_EQ(genre_key("Film  Noir"), "film  noir");
}

TEST(GenreKey, KnowsCapitalsOfOtherAlphabets) {
    EXPECT_EQ(genre_key("ÉPOPÉE"), "épopée");
    EXPECT_EQ(genre_key("КОМЕДИЯ Ё"), "комедия ё");
    EXPECT_EQ(genre_key("ΔΡΑΜΑ"), "δραμα");
    EXPECT_EQ(genre_key("POWIEŚĆ ŁÓDŹ"), "powieść łódź");
    EXPECT_EQ(genre_key("動作 × 愛"), "動作 × 愛");
    EXPECT_EQ(genre_key("\xff\xc3"), "\xff\xc3") << "no UTF-8: as it is";
}

TEST(GenreKey, IsEmptyForWordsThatMeanNone) {
    for (const char* word : {"", "  ", "None", "none", " NONE ", "unknown", "Unknown",
                             "(no genres listed)", "(No Genres Listed)"})
        EXPECT_EQ(genre_key(word), "") << word;
    EXPECT_EQ(genre_key("Nonesuch"), "nonesuch");
}

TEST(GenreNames, GiveEveryGenreTheSpellingThatIsKnown) {
    GenreNames names(Names{"Adventure", "adventure", "Sci-Fi"});
    EXPECT_EQ(names.named(Names{"adventure ", "SCI-FI"}), (Names{"Adventure", "Sci-Fi"}));
}

TEST(GenreNames, LearnNewOnesAsTheyAreSeenFirst) {
    GenreNames names;
    EXPECT_EQ(names.named(Names{" film noir"}), (Names{"film noir"}));
    EXPECT_EQ(names.named(Names{"Film Noir"}), (Names{"film noir"}));
}

TEST(GenreNames, NameEachOfAMovieOnceAndNoneNotAtAll) {
    GenreNames names;
    EXPECT_EQ(names.named(Names{"Drama", "None", "drama", "", "War", "Drama "}),
              (Names{"Drama", "War"}));
}

TEST(SpellingsOf, AreThoseThatMeanTheSameGenre) {
    const Names known = {"Drama", "None", "Sci-Fi", "Sci-Fi ", "sci-fi"};
    EXPECT_EQ(spellings_of("SCI-FI", known), (Names{"Sci-Fi", "Sci-Fi ", "sci-fi"}));
    EXPECT_EQ(spellings_of("Nope", known), Names{});
    EXPECT_EQ(spellings_of("none", known), Names{}) << "no genre is none that could be asked for";
}

}  // namespace
}  // namespace neurec::domain
