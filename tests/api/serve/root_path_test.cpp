#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "served_api.hpp"
#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {
namespace {

/// The API and a page, published at /recs: by proxies that take the path off, and by others.
class BelowARootPath : public ServedApi {
  protected:
    BelowARootPath() {
        std::ofstream(pages_.path() / "index.html") << R"(<script src="/assets/a.js"></script>)";
        std::ofstream(pages_.path() / "index.html.gz") << "as it was built";
        server_.reset();
        api_.emplace(home().ports(), "1.2.3", presentation::http::AccessRules{},
                     presentation::http::WebFolders{.application = pages_.path(), .api_docs = {}},
                     std::filesystem::path(), presentation::http::RootPath::parse("/recs"));
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
    }

    TemporaryFolder pages_;
};

TEST_F(BelowARootPath, TheApiIsThereWhetherOrNotAProxyTakesThePathOff) {
    for (const char* target :
         {"/recs/movies/?size=3", "/movies/?size=3", "http://example.org/recs/movies/?size=3"}) {
        const HttpAnswer answer = get(target);
        EXPECT_EQ(answer.status, 200) << target;
        EXPECT_EQ(parsed(answer).at("size"), 3) << target;
    }
    EXPECT_EQ(get("/recs/health/ready").status, 200);
    EXPECT_EQ(get("/recsys/movies/").status, 404);
    EXPECT_EQ(get("/recs/recs/movies/").status, 404);
}

TEST_F(BelowARootPath, LargeBodiesAreTakenByTheSamePaths) {
    const std::string padded = "[" + std::string(1'500'000, ' ') + "]";
    const int at_the_top = send("POST", "/ratings/", padded, home().as_admin()).status;
    EXPECT_NE(at_the_top, 413);
    EXPECT_EQ(send("POST", "/recs/ratings/", padded, home().as_admin()).status, at_the_top);
}

TEST_F(BelowARootPath, RedirectsStayBelowIt) {
    EXPECT_EQ(get("/recs/movies?size=3").headers.at("location"), "/recs/movies/?size=3");
    EXPECT_EQ(get("/movies?size=3").headers.at("location"), "/recs/movies/?size=3");
    const HttpAnswer root = get("/recs?from=mail");
    EXPECT_EQ(root.status, 307);
    EXPECT_EQ(root.headers.at("location"), "/recs/?from=mail");
}

TEST_F(BelowARootPath, TheDocumentNamesTheServerAndTheLoginThere) {
    const boost::json::object document = parsed(get("/recs/openapi.json"));
    EXPECT_EQ(document.at("servers").at(0).at("url"), "/recs");
    EXPECT_EQ(document.at("components")
                  .at("securitySchemes")
                  .at("OAuth2PasswordBearer")
                  .at("flows")
                  .at("password")
                  .at("tokenUrl"),
              "/recs/auth/token");
}

TEST_F(BelowARootPath, PagesNameTheirFilesThere) {
    const std::string wanted = R"(<script src="/recs/assets/a.js"></script>)";
    const std::string browser = "Accept: text/html\r\nAccept-Encoding: gzip\r\n";
    for (const char* target : {"/recs/", "/recs/film/1", "/", "/recs/index.html"}) {
        const HttpAnswer page = send("GET", target, {}, browser);
        EXPECT_EQ(page.body, wanted) << target;
        EXPECT_EQ(page.headers.count("content-encoding"), 0U) << target;
    }
    EXPECT_NE(get("/recs/docs").body.find(R"(href="/recs/openapi.json")"), std::string::npos);
}

TEST_F(BelowARootPath, TheSessionsCookieIsForThatPartOfTheHost) {
    const HttpAnswer begun =
        send("POST", "/recs/auth/session",
             R"({"email":"admin@example.org","password":"the admin's password"})",
             "X-Neurec-Session: 1\r\n");
    ASSERT_EQ(begun.status, 201) << begun.body;
    EXPECT_NE(begun.headers.at("set-cookie").find("; Path=/recs/;"), std::string::npos);
}

TEST(RootPathOfTheProgram, ThatIsNoPathEndsTheStart) {
    const TemporaryFolder home;
    const Finished serving = run({program_path("neurec").string(), "--home", home.path().string(),
                                  "serve", "--port", "0", "--root-path", "recs"});
    EXPECT_EQ(serving.status.code, 2);
    EXPECT_NE(serving.errors.find("\"recs\" is no root path"), std::string::npos) << serving.errors;
}

}  // namespace
}  // namespace neurec::tests
