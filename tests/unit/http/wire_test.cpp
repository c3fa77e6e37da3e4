#include "presentation/http/wire.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace neurec::presentation::http {
namespace {

using namespace std::string_view_literals;
using State = HeadScan::State;

TEST(ScanHead, FindsTheEmptyLine) {
    const std::string_view bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\nbody";
    const HeadScan scan = scan_head(bytes, 0);
    EXPECT_EQ(scan.state, State::complete);
    EXPECT_EQ(scan.bytes, bytes.size() - 4);
}

TEST(ScanHead, GivesTheSameResultHoweverTheBytesArrive) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n";
    for (std::size_t step : {1U, 2U, 3U, 7U}) {
        std::size_t checked = 0;
        for (std::size_t size = step; size < bytes.size(); size += step) {
            ASSERT_EQ(scan_head(std::string_view(bytes).substr(0, size), checked).state,
                      State::incomplete)
                << size;
            checked = size;
        }
        EXPECT_EQ(scan_head(bytes, checked).state, State::complete);
    }
}

TEST(ScanHead, RefusesWhatCanBeReadInTwoWays) {
    for (const std::string_view bytes :
         {"GET / HTTP/1.1\nHost: x\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: x\n\n"sv,
          "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: x\r\n y: z\r\n\r\n"sv,
          "GET / HTTP/1.1\r\nHost: x\r\n\ty\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost : x\r\n\r\n"sv,
          "GET / HTTP/1.1\r\nHo\0st: x\r\n\r\n"sv, "GET / HTTP/1.1\r\n: x\r\n\r\n"sv,
          "GET / HTTP/1.1\r\nno colon\r\n\r\n"sv, "GET /\0"sv})
        EXPECT_EQ(scan_head(bytes, 0).state, State::malformed) << bytes;
}

TEST(ScanHead, RefusesAMalformedLineThatArrivesInPieces) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n folded: z\r\n\r\n";
    bool refused = false;
    for (std::size_t size = 1; size <= bytes.size() && !refused; ++size)
        refused =
            scan_head(std::string_view(bytes).substr(0, size), size - 1).state == State::malformed;
    EXPECT_TRUE(refused);
}

TEST(WireForm, HasTheHeadersThatEveryAnswerHas) {
    const std::string bytes = wire_form({.status = 404, .body = "{}"}, {.request_id = "abc"});
    EXPECT_TRUE(bytes.starts_with("HTTP/1.1 404 Not Found\r\nServer: neurec\r\nDate: ")) << bytes;
    for (const char* header : {"Content-Type: application/json\r\n", "Content-Length: 2\r\n",
                               "X-Request-ID: abc\r\n", "X-Content-Type-Options: nosniff\r\n"})
        EXPECT_NE(bytes.find(header), std::string::npos) << header;
    EXPECT_EQ(bytes.find("Connection:"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n{}"));
}

TEST(WireForm, TellsBrowsersToLoadFrameAndKeepNothing) {
    const std::string bytes = wire_form({.body = "{}"}, {});
    for (const char* header :
         {"X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
          "Referrer-Policy: no-referrer\r\n", "Cache-Control: no-store\r\n",
          "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"})
        EXPECT_NE(bytes.find(header), std::string::npos) << header;
    EXPECT_EQ(bytes.find("Strict-Transport-Security"), std::string::npos);
}

TEST(WireForm, LeavesPolicyAndCachingToAnAnswerThatBringsThem) {
    Response page;
    page.headers = {{"content-security-policy", "default-src 'self'"},
                    {"Cache-Control", "max-age=60"}};
    const std::string bytes = wire_form(page, {});
    EXPECT_EQ(bytes.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(bytes.find("no-store"), std::string::npos);
    EXPECT_NE(bytes.find("X-Frame-Options: DENY\r\n"), std::string::npos);
}

TEST(WireForm, AsksBrowsersToStayWithTls) {
    EXPECT_NE(wire_form({}, {.is_tls = true}).find("Strict-Transport-Security: max-age=31536000"),
              std::string::npos);
}

TEST(WireForm, SaysNeitherLengthNorTypeOfNoContent) {
    const std::string bytes = wire_form({.status = 204, .body = "ignored"}, {});
    EXPECT_TRUE(bytes.starts_with("HTTP/1.1 204 No Content\r\n"));
    EXPECT_EQ(bytes.find("Content-Length"), std::string::npos);
    EXPECT_EQ(bytes.find("Content-Type:"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
}

TEST(WireForm, LeavesTheBodyOutForHeadButSaysItsLength) {
    const std::string bytes = wire_form({.body = "12345"}, {.request_id = "a", .head_only = true});
    EXPECT_NE(bytes.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
}

TEST(WireForm, SaysWhetherTheConnectionStays) {
    EXPECT_NE(wire_form({}, {.keep_alive = false}).find("Connection: close\r\n"),
              std::string::npos);
    EXPECT_NE(wire_form({}, {.is_http_1_0 = true}).find("Connection: keep-alive\r\n"),
              std::string::npos);
}

TEST(RequestId, IsTheClientsWhereItIsHarmless) {
    EXPECT_EQ(request_id_for("trace-1.a_B"), "trace-1.a_B");
    for (const std::string& given :
         {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\r\nb")})
        EXPECT_NE(request_id_for(given), given);
}

TEST(RequestId, IsMadeAnewEachTime) {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(request_id_for(""));
    EXPECT_EQ(ids.size(), 1000U);
    EXPECT_EQ(ids.begin()->size(), 16U);
}

}  // namespace
}  // namespace neurec::presentation::http
