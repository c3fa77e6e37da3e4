#include "presentation/http/target.hpp"

#include <gtest/gtest.h>

namespace neurec::presentation::http {
namespace {

using Segments = std::vector<std::string>;
using Query = std::vector<json::Parameter>;

TEST(ParseTarget, TakesPathAndQueryApart) {
    const std::string text = "/movies/7?title=La+Strada%21&size=5&x";
    const auto target = parse_target(text);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (Segments{"movies", "7"}));
    EXPECT_EQ(target->query, (Query{{"title", "La Strada!"}, {"size", "5"}, {"x", ""}}));
    EXPECT_EQ(target->encoded_path, "/movies/7");
    EXPECT_EQ(target->encoded_query, "?title=La+Strada%21&size=5&x");
}

TEST(ParseTarget, KeepsTheSlashAtTheEndAsAnEmptySegment) {
    EXPECT_EQ(parse_target("/movies/")->segments, (Segments{"movies", ""}));
    EXPECT_EQ(parse_target("/")->segments, (Segments{""}));
}

TEST(ParseTarget, DecodesWithinSegmentsOnly) {
    EXPECT_EQ(parse_target("/a%2Fb/%C3%A9+/..")->segments, (Segments{"a/b", "é+", ".."}));
}

TEST(ParseTarget, AcceptsTheAbsoluteForm) {
    EXPECT_EQ(parse_target("http://other:80/a?b=c")->segments, (Segments{"a"}));
    EXPECT_EQ(parse_target("http://other")->segments, (Segments{""}));
}

TEST(ParseTarget, RefusesWhatIsNoPathAndBrokenEscapes) {
    for (const char* text : {"", "*", "movies", "host:80", "/%", "/%4", "/%zz", "/?a=%", "/?%g0=1"})
        EXPECT_FALSE(parse_target(text)) << text;
}

}  // namespace
}  // namespace neurec::presentation::http
