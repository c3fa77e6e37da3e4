#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using presentation::http::AccessRules;
using presentation::http::Enforcement;

constexpr std::string_view kNoRatings = "Content-Type: application/json\r\nContent-Length: 2\r\n";

/// The API as `--auth-enforcement seed` opens it, which tells friend from foe by where a request
/// comes from.
class SeedMode : public ServedApi {
  protected:
    SeedMode() { enforce({.enforcement = Enforcement::seed}); }

    void enforce(const AccessRules& rules) {
        server_.reset();
        api_.emplace(home().ports(), "1.2.3", rules);
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
    }
    /// The status of a request with exactly these headers.
    [[nodiscard]] int status_of(std::string_view line, std::string_view headers,
                                std::string_view body = {}) const {
        RawConnection connection(port());
        connection.send(std::string(line) + " HTTP/1.1\r\n" + std::string(headers) + "\r\n" +
                        std::string(body));
        const auto answer = connection.read_answer();
        return answer ? answer->status : 0;
    }
    /// Of what a stranger could do.
    [[nodiscard]] std::vector<int> open_doors(const std::string& headers) const {
        return {status_of("GET /users/", headers),
                status_of("POST /ratings/", headers + std::string(kNoRatings), "[]"),
                status_of("DELETE /movies/987654321", headers)};
    }
};

using Statuses = std::vector<int>;

TEST_F(SeedMode, IsOpenToProgramsOfThisMachineThatCallTheServerByItsName) {
    const std::string number = ":" + std::to_string(port());
    for (const std::string& host :
         {std::string("localhost"), "localhost" + number, std::string("LocalHost"),
          "127.0.0.1" + number, std::string("127.1.2.3"), std::string("[::1]"), "[::1]" + number})
        EXPECT_EQ(open_doors("Host: " + host + "\r\n"), (Statuses{200, 201, 404})) << host;
}

TEST_F(SeedMode, IsClosedToPagesThatReachItByAnotherName) {
    for (const char* const host :
         {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1",
          "[2001:db8::1]", "evil.example:8000", "", "films.internal"})
        EXPECT_EQ(open_doors("Host: " + std::string(host) + "\r\n"), (Statuses{403, 403, 403}))
            << host;
    for (const char* const none : {"[::1].evil.example", "localhost@evil.example", "[::1"})
        EXPECT_EQ(open_doors("Host: " + std::string(none) + "\r\n"), (Statuses{400, 400, 400}))
            << none;
}

TEST_F(SeedMode, KnowsTheNameThatTheServerWasToldToListenOn) {
    enforce({.enforcement = Enforcement::seed, .own_name = "Films.internal"});
    EXPECT_EQ(open_doors("Host: films.internal:8000\r\n"), (Statuses{200, 201, 404}));
    EXPECT_EQ(open_doors("Host: films.example\r\n"), (Statuses{403, 403, 403}));
}

TEST_F(SeedMode, IsClosedToWhatAProxyForwards) {
    for (const char* const header : {"X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 203.0.113.5",
                                     "Forwarded: for=127.0.0.1", "X-Real-IP: 127.0.0.1"})
        EXPECT_EQ(open_doors("Host: localhost\r\n" + std::string(header) + "\r\n"),
                  (Statuses{403, 403, 403}))
            << header;
}

TEST_F(SeedMode, ClosesQuestionsAboutAUserToo) {
    const std::string body = R"({"user_id":1})";
    const std::string headers =
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    constexpr const char* kLine = "POST /recommendations/cold-start";
    EXPECT_EQ(status_of(kLine, "Host: localhost\r\n" + headers, body), 200);
    EXPECT_EQ(status_of(kLine, "Host: evil.example\r\n" + headers, body), 403);
    EXPECT_EQ(status_of(kLine, "Host: localhost\r\nX-Forwarded-For: ::1\r\n" + headers, body), 403);
}

TEST_F(SeedMode, WantsToBeToldWhatABodyIs) {
    // As a page of any site has its browser send a Blob without a type.
    const std::string blob = "Host: localhost\r\nContent-Length: 2\r\n";
    for (const char* const line :
         {"POST /ratings/", "POST /users/", "POST /recommendations/cold-start", "POST /movies/"}) {
        EXPECT_EQ(status_of(line, blob, "[]"), 415) << line;
        EXPECT_EQ(status_of(line, blob + "Content-Type: \r\n", "[]"), 415) << line;
        EXPECT_EQ(status_of(line, blob + "Content-Type: text/plain\r\n", "[]"), 415) << line;
    }
    enforce({.enforcement = Enforcement::strict});
    EXPECT_EQ(status_of("POST /recommendations/cold-start", blob, "{}"), 200)
        << "elsewhere it is taken for JSON";
}

TEST_F(SeedMode, IsOpenToAllWhereItIsToldSoTwice) {
    enforce({.enforcement = Enforcement::seed, .open_to_others = true});
    EXPECT_EQ(open_doors("Host: films.example\r\nX-Forwarded-For: 203.0.113.5\r\n"),
              (Statuses{200, 201, 404}));
    EXPECT_EQ(status_of("POST /ratings/", "Host: films.example\r\nContent-Length: 2\r\n", "[]"),
              415);
}

TEST_F(SeedMode, LeavesOpenWhatIsOpenAnyway) {
    EXPECT_EQ(status_of("GET /movies/1", "Host: films.example\r\n"), 200);
    EXPECT_EQ(status_of("GET /health/live", "Host: 10.0.0.1\r\n"), 200);
}

}  // namespace
}  // namespace neurec::tests
