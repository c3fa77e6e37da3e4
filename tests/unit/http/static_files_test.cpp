#include "presentation/http/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "domain/errors.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::presentation::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
  protected:
    void put(const std::string& name, std::string_view text) const {
        static_cast<void>(folder_.write("web/" + name, text));
    }
    [[nodiscard]] fs::path root() const { return folder_.path() / "web"; }
    [[nodiscard]] std::optional<Response> get(const std::vector<std::string>& segments,
                                              const std::vector<Header>& headers = {},
                                              Method method = Method::get) const {
        return StaticFiles(root()).answer({.method = method, .target = "/", .headers = headers},
                                          segments);
    }
    [[nodiscard]] static std::string header(const Response& response, std::string_view name) {
        for (const auto& [each, value] : response.headers)
            if (each == name) return value;
        return {};
    }

    tests::TemporaryFolder folder_;
};

TEST_F(StaticFilesTest, AnswersTheFileWithItsType) {
    put("assets/app.js", "let a;");
    const auto answer = get({"assets", "app.js"});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->content(), "let a;");
    EXPECT_EQ(answer->content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(*answer, "Cache-Control"), "public, no-cache");
}

TEST_F(StaticFilesTest, AnswersAFoldersIndexWithAndWithoutTheSlash) {
    put("index.html", "<p>root");
    put("help/index.html", "<p>help");
    EXPECT_EQ(get({""})->content(), "<p>root");
    EXPECT_EQ(get({})->content(), "<p>root");
    EXPECT_EQ(get({"help"})->content(), "<p>help");
    EXPECT_EQ(get({"help", ""})->content(), "<p>help");
    EXPECT_EQ(header(*get({"help"}), "Content-Security-Policy"), kStrictPagePolicy);
    EXPECT_FALSE(get({"other"}));
}

TEST_F(StaticFilesTest, HasNothingWhereThereIsNoFolder) {
    EXPECT_TRUE(StaticFiles(root()).empty());
    EXPECT_FALSE(get({""}));
}

TEST_F(StaticFilesTest, SaysThatAHashedNameNeverChanges) {
    for (const char* name : {"index-BqX3k_9Z.js", "index-BqX3k-9Z.js.map", "ui-4f5e6d7c.css"}) {
        put(name, "x");
        EXPECT_EQ(header(*get({name}), "Cache-Control"), "public, max-age=31536000, immutable")
            << name;
    }
    for (const char* name : {"app-settings.js", "BqX3k_9Z.js", "index-short1.js", "index.js"}) {
        put(name, "x");
        EXPECT_EQ(header(*get({name}), "Cache-Control"), "public, no-cache") << name;
    }
}

TEST_F(StaticFilesTest, AnswersNotModifiedToWhoHasTheFile) {
    put("a.css", "a");
    put("b.css", "b");
    const std::string tag = header(*get({"a.css"}), "ETag");
    EXPECT_EQ(tag.size(), 34U);
    EXPECT_NE(tag, header(*get({"b.css"}), "ETag"));
    for (const std::string& given : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
        const auto answer = get({"a.css"}, {{"if-none-match", given}});
        EXPECT_EQ(answer->status, 304) << given;
        EXPECT_EQ(answer->content(), "") << given;
        EXPECT_EQ(header(*answer, "ETag"), tag);
    }
    EXPECT_EQ(get({"a.css"}, {{"if-none-match", "\"other\""}})->status, 200);
}

TEST_F(StaticFilesTest, GivesTheCompressedFormToWhoTakesIt) {
    put("a.js", "plain");
    put("a.js.gz", "compressed");
    for (const char* accepted : {"gzip", "br, gzip;q=0.5", "deflate,gzip , br"}) {
        const auto answer = get({"a.js"}, {{"accept-encoding", accepted}});
        EXPECT_EQ(answer->content(), "compressed") << accepted;
        EXPECT_EQ(header(*answer, "Content-Encoding"), "gzip");
        EXPECT_EQ(header(*answer, "Vary"), "Accept-Encoding");
        EXPECT_EQ(answer->content_type, "text/javascript; charset=utf-8");
    }
    for (const char* accepted : {"", "br", "gzip;q=0", "gzip; q=0.0", "gzipped"}) {
        const auto answer = get({"a.js"}, {{"accept-encoding", accepted}});
        EXPECT_EQ(answer->content(), "plain") << accepted;
        EXPECT_EQ(header(*answer, "Content-Encoding"), "");
        EXPECT_EQ(header(*answer, "Vary"), "Accept-Encoding");
    }
    EXPECT_NE(header(*get({"a.js"}, {{"accept-encoding", "gzip"}}), "ETag"),
              header(*get({"a.js"}), "ETag"));
    EXPECT_FALSE(get({"a.js.gz"})) << "not a file of its own";
}

TEST_F(StaticFilesTest, AnswersOnlyToReading) {
    put("a.txt", "a");
    EXPECT_EQ(get({"a.txt"}, {}, Method::head)->status, 200);
    const auto refused = get({"a.txt"}, {}, Method::post);
    EXPECT_EQ(refused->status, 405);
    EXPECT_EQ(header(*refused, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(StaticFilesTest, LeavesOutWhatLeadsOutOfTheFolderAndHiddenNames) {
    put("../secret.txt", "secret");
    put("../beside/secret.txt", "secret");
    put("real.txt", "real");
    put(".env", "secret");
    put(".git/config", "secret");
    fs::create_symlink(root() / "real.txt", root() / "inside.txt");
    fs::create_symlink("../secret.txt", root() / "outside.txt");
    fs::create_symlink(folder_.path() / "beside", root() / "folder");
    fs::create_symlink("nowhere", root() / "dangling.txt");
    EXPECT_EQ(get({"inside.txt"})->content(), "real");
    for (const std::vector<std::string>& segments :
         std::vector<std::vector<std::string>>{{"outside.txt"},
                                               {"folder", "secret.txt"},
                                               {"dangling.txt"},
                                               {".env"},
                                               {".git", "config"},
                                               {"..", "secret.txt"},
                                               {"x", "..", "real.txt"},
                                               {"../secret.txt"},
                                               {"..\\secret.txt"},
                                               {"", "real.txt"},
                                               {std::string("real.txt\0", 9)},
                                               {".", "real.txt"}})
        EXPECT_FALSE(get(segments)) << testing::PrintToString(segments);
}

TEST_F(StaticFilesTest, RefusesAFolderThatIsNoWebBuild) {
    put("a.txt", "12345");
    put("b.txt", "12345");
    EXPECT_THROW(StaticFiles(root(), kStrictPagePolicy, {}, {.files = 1}), domain::InvalidInput);
    EXPECT_THROW(StaticFiles(root(), kStrictPagePolicy, {}, {.bytes = 9}), domain::InvalidInput);
    EXPECT_FALSE(StaticFiles(root(), kStrictPagePolicy, {}, {.files = 2, .bytes = 10}).empty());
}

}  // namespace
}  // namespace neurec::presentation::http
