#include "domain/models/movie.hpp"

#include <gtest/gtest.h>

namespace neurec::domain {
namespace {

TEST(ReleaseYear, IsTheYearInParenthesesAtTheEnd) {
    EXPECT_EQ(release_year("Heat (1995)"), 1995);
    EXPECT_EQ(release_year("Postino, Il (The Postman) (1994)"), 1994);
    EXPECT_EQ(release_year("Babylon 5 (1993) "), 1993);
}

TEST(ReleaseYear, IsAbsentWhereTheTitleEndsOtherwise) {
    for (const char* title : {"", "Heat", "Heat 1995", "Heat (95)", "Heat (199x)", "(1995) Heat",
                              "Heat (0042)", "Heat (9999)", "Heat ( 995)", "(-100)"})
        EXPECT_EQ(release_year(title), std::nullopt) << title;
}

}  // namespace
}  // namespace neurec::domain
