#include "application/services/rating_id.hpp"

#include <gtest/gtest.h>

namespace neurec::application {
namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 61U) - 1;

TEST(RatingId, IsAUuidOfVersion8) {
    const std::string id = rating_id(domain::UserId{42}, domain::MovieId{7});
    ASSERT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '8');
    EXPECT_TRUE(id[19] == '8' || id[19] == '9' || id[19] == 'a' || id[19] == 'b') << id;
}

TEST(RatingId, NamesItsUserAndMovie) {
    for (const std::int64_t user : {std::int64_t{1}, std::int64_t{6040}, kLargest})
        for (const std::int64_t movie : {std::int64_t{1}, std::int64_t{3952}, kLargest}) {
            const auto named =
                named_by_rating_id(rating_id(domain::UserId{user}, domain::MovieId{movie}));
            ASSERT_TRUE(named);
            EXPECT_EQ(named->first.value, user);
            EXPECT_EQ(named->second.value, movie);
        }
}

TEST(RatingId, IsReadInEitherCase) {
    EXPECT_TRUE(named_by_rating_id("00000000-0000-8ABC-8000-00000000abcd"));
}

TEST(RatingId, IsNoOtherText) {
    for (const char* text :
         {"", "abc", "00000000-0000-4000-8000-000000000001", "00000000-0000-8000-c000-000000000001",
          "00000000_0000-8000-8000-000000000001", "00000000-0000-8000-8000-00000000000g",
          "00000000-0000-8000-8000-0000000000011"})
        EXPECT_FALSE(named_by_rating_id(text)) << text;
}

}  // namespace
}  // namespace neurec::application
