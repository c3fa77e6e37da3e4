#include <gtest/gtest.h>

#include <algorithm>

#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/text_encoding.hpp"
#include "support/movielens.hpp"
#include "support/recording_sink.hpp"

namespace neurec::infrastructure::datasets {
namespace {

TEST(MovieLens1M, IsReadWholeWithoutABadLine) {
    NEUREC_REQUIRE_MOVIELENS(archive);
    const auto reader = open_dataset(archive);
    tests::RecordingSink rows;
    reader->read(rows);

    EXPECT_EQ(reader->layout(), "ml-1m");
    EXPECT_EQ(rows.ratings.size(), 1'000'209U);
    EXPECT_EQ(rows.users.size(), 6'040U);
    EXPECT_EQ(rows.movies.size(), 3'883U);
    EXPECT_TRUE(rows.bad_lines.empty());
}

TEST(MovieLens1M, HasTitlesInUtf8) {
    NEUREC_REQUIRE_MOVIELENS(archive);
    tests::RecordingSink rows;
    open_dataset(archive)->read(rows);
    EXPECT_TRUE(std::ranges::all_of(
        rows.movies, [](const domain::Movie& movie) { return is_valid_utf8(movie.title); }));
    EXPECT_TRUE(std::ranges::any_of(rows.movies, [](const domain::Movie& movie) {
        return movie.title.find("é") != std::string::npos;
    }));
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
