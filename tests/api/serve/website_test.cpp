#include <filesystem>

#include "served_api.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {
namespace {

constexpr const char* kBrowser = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n";

/// The API with a web application, and a page of documentation, beside it.
class Pages : public ServedApi {
  protected:
    Pages() {
        put("web/index.html", "<p>application");
        put("web/assets/index-BqX3k_9Z.js", "let a;");
        put("api-docs/docs/index.html", "<p>docs");
        put("api-docs/docs/ui.css", "p {}");
        put("secret.txt", "secret");
        std::filesystem::create_symlink("../secret.txt", folder_.path() / "web" / "link.txt");
        serve({.application = folder_.path() / "web", .api_docs = folder_.path() / "api-docs"});
    }
    void serve(const presentation::http::WebFolders& pages) {
        server_.reset();
        api_.emplace(home().ports(), "1.2.3", presentation::http::AccessRules{}, pages);
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
    }
    [[nodiscard]] HttpAnswer browse(std::string_view target) const {
        return send("GET", target, {}, kBrowser);
    }

  private:
    void put(std::string_view name, std::string_view text) const {
        static_cast<void>(folder_.write(name, text));
    }

    TemporaryFolder folder_;
};

TEST_F(Pages, AreServedWithAPolicyThatLetsThemLoadWhatThisServerHas) {
    const HttpAnswer page = browse("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "<p>application");
    EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_NE(page.headers.at("content-security-policy").find("script-src 'self';"),
              std::string::npos);
    EXPECT_EQ(page.headers.at("content-security-policy").find("unsafe"), std::string::npos);
    EXPECT_EQ(page.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(get("/").body, "<p>application") << "whoever asks";
}

TEST_F(Pages, AreSentOnceToABrowserThatKeepsThem) {
    const HttpAnswer script = get("/assets/index-BqX3k_9Z.js");
    EXPECT_EQ(script.body, "let a;");
    EXPECT_EQ(script.headers.at("cache-control"), "public, max-age=31536000, immutable");
    RawConnection connection(port());
    for (const int wanted : {304, 200}) {
        const std::string tag = wanted == 304 ? script.headers.at("etag") : "\"other\"";
        connection.send(request_bytes("GET", "/assets/index-BqX3k_9Z.js", {},
                                      "If-None-Match: " + tag + "\r\n"));
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, wanted);
        EXPECT_EQ(answer->headers.count("content-length"), wanted == 304 ? 0U : 1U);
    }
}

TEST_F(Pages, AnswerHeadWithTheLengthAlone) {
    RawConnection connection(port());
    for (int i = 0; i < 2; ++i) {  // a body would be read as the next answer
        connection.send(request_bytes("HEAD", "/"));
        const auto answer = connection.read_answer(true);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->headers.at("content-length"), "14");
    }
}

TEST_F(Pages, OfTheApplicationAnswerABrowsersUnknownPaths) {
    EXPECT_EQ(browse("/taste/5?tab=2").body, "<p>application");
    EXPECT_EQ(browse("/taste/").body, "<p>application");
}

TEST_F(Pages, LeaveTheApisErrorsToItsClients) {
    const std::string not_found = R"({"detail":"Not Found"})";
    EXPECT_EQ(get("/taste/5").body, not_found);
    EXPECT_EQ(send("GET", "/taste", {}, "Accept: */*\r\n").body, not_found);
    EXPECT_EQ(send("POST", "/taste", "{}", kBrowser).body, not_found);
    EXPECT_EQ(browse("/movies/1/nothing").body, not_found) << "the API's part of the paths";
    EXPECT_EQ(browse("/movies").status, 307);
    EXPECT_EQ(browse("/movies/424242").body, R"({"detail":"Movie not found"})");
    EXPECT_EQ(send("DELETE", "/", {}, kBrowser).status, 405);
    EXPECT_EQ(send("POST", "/assets/index-BqX3k_9Z.js", "{}").headers.at("allow"),
              "GET, HEAD, OPTIONS");
}

TEST_F(Pages, NeverLeadOutOfTheirFolder) {
    using namespace std::string_literals;
    for (const std::string& target :
         {"/../secret.txt"s, "/%2e%2e/secret.txt"s, "/..%2fsecret.txt"s,
          "/assets/../../secret.txt"s, "/..%5csecret.txt"s, "/..\\secret.txt"s,
          "/%2e%2e%2f%2e%2e%2fsecret.txt"s, "/link.txt"s, "/%252e%252e/secret.txt"s,
          "/docs/../secret.txt"s, "/docs/%2e%2e/%2e%2e/secret.txt"s, "/secret.txt%00.html"s,
          "/index.html%00"s, "/.%2e/secret.txt"s, "//secret.txt"s, "/%c0%ae%c0%ae/secret.txt"s,
          "/..;/secret.txt"s}) {
        const HttpAnswer answer = get(target);
        EXPECT_TRUE(answer.status == 404 || answer.status == 400) << target << answer.status;
        EXPECT_EQ(answer.body.find("secret"), std::string::npos) << target;
        EXPECT_EQ(browse(target).body.find("secret"), std::string::npos) << target;
    }
}

TEST_F(Pages, OfTheDocumentationHaveTheirOwnFolder) {
    EXPECT_EQ(get("/docs").body, "<p>docs");
    EXPECT_EQ(get("/docs/").body, "<p>docs");
    EXPECT_EQ(get("/docs/ui.css").headers.at("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(get("/docs/nothing").status, 404);
    EXPECT_EQ(browse("/docs/nothing").status, 404);
}

TEST_F(Pages, ThatAreNotInstalledAreSpokenOf) {
    serve({});
    EXPECT_EQ(get("/").status, 200);
    EXPECT_NE(get("/").body.find("href=\"/docs\""), std::string::npos);
    for (const char* path : {"/docs", "/docs/", "/redoc", "/redoc/"}) {
        EXPECT_EQ(get(path).status, 200);
        EXPECT_NE(get(path).body.find("not installed"), std::string::npos) << path;
    }
    EXPECT_EQ(browse("/taste").status, 404);
    EXPECT_EQ(get("/docs/ui.css").status, 404);
}

}  // namespace
}  // namespace neurec::tests
