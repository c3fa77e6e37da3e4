#include "application/services/movie_set.hpp"

#include <gtest/gtest.h>

namespace neurec::application {
namespace {

TEST(MovieSet, TakesEachMovieOnceUntilItIsCleared) {
    MovieSet set;
    set.clear(3);
    EXPECT_TRUE(set.insert(2));
    EXPECT_FALSE(set.insert(2));
    EXPECT_TRUE(set.contains(2));
    EXPECT_FALSE(set.contains(0));
    set.clear(5);
    EXPECT_FALSE(set.contains(2));
    EXPECT_TRUE(set.insert(4));
}

}  // namespace
}  // namespace neurec::application
