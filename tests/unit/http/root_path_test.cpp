#include "presentation/http/root_path.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::presentation::http {

TEST(RootPath, IsTheSameWithAndWithoutItsLastSlash) {
    EXPECT_EQ(RootPath::parse("/recs").text(), "/recs");
    EXPECT_EQ(RootPath::parse("/recs/").text(), "/recs");
    EXPECT_EQ(RootPath::parse("/a/b-1_c.d~e").text(), "/a/b-1_c.d~e");
    EXPECT_EQ(RootPath::parse("").text(), "");
    EXPECT_EQ(RootPath::parse("/").text(), "");
}

TEST(RootPath, RefusesWhatIsNoPlainPath) {
    for (const char* text : {"recs", "//", "/recs//x", "/a/../b", "/..", "/./a", "/a b", "/a?b",
                             "/a\"b", "/a%20b", "https://example.org/recs"})
        EXPECT_THROW(static_cast<void>(RootPath::parse(text)), domain::InvalidInput) << text;
}

TEST(RootPath, TakesItselfOffPathsBelowIt) {
    const RootPath root = RootPath::parse("/recs");
    EXPECT_EQ(root.strip("/recs/movies/1"), "/movies/1");
    EXPECT_EQ(root.strip("/recs/"), "/");
    EXPECT_EQ(root.strip("/recs"), "");
    EXPECT_EQ(root.strip("/recsys/"), "/recsys/");
    EXPECT_EQ(root.strip("/movies/1"), "/movies/1");
    EXPECT_EQ(RootPath().strip("/recs/movies/1"), "/recs/movies/1");
}

TEST(RootPath, LeadsAPagesLinksAndFilesBelowIt) {
    constexpr const char* kPage =
        R"(<link href="/a.css"><script src="/assets/b.js"></script><a href="#main">/c</a>)"
        R"(<a href="https://example.org/">x</a>)";
    EXPECT_EQ(RootPath::parse("/recs").rooted(kPage),
              R"(<link href="/recs/a.css"><script src="/recs/assets/b.js"></script>)"
              R"(<a href="#main">/c</a><a href="https://example.org/">x</a>)");
    EXPECT_EQ(RootPath().rooted(kPage), kPage);
}

}  // namespace neurec::presentation::http
