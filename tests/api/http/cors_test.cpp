#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using tests::exchange;
using tests::HttpAnswer;

/// What browsers are told, over a real socket.
class CorsTest : public ServerTest {
  protected:
    void start_for(std::vector<std::string> origins) {
        start_with({.cors = CorsPolicy(std::move(origins))});
    }
    [[nodiscard]] HttpAnswer preflight(std::string_view target, const std::string& origin) const {
        return exchange(port(), "OPTIONS", target, "",
                        "Origin: " + origin +
                            "\r\nAccess-Control-Request-Method: POST\r\n"
                            "Access-Control-Request-Headers: content-type\r\n");
    }
    [[nodiscard]] HttpAnswer get(const std::string& origin) const {
        return exchange(port(), "GET", "/quick", "", "Origin: " + origin + "\r\n");
    }
};

TEST_F(CorsTest, IsClosedUnlessOriginsAreNamed) {
    start();
    const HttpAnswer answer = get("https://a.example");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.count("access-control-allow-origin"), 0U);
    const HttpAnswer asked = preflight("/echo", "https://a.example");
    EXPECT_EQ(asked.status, 204);
    EXPECT_EQ(asked.headers.count("access-control-allow-origin"), 0U);
    EXPECT_EQ(asked.headers.count("access-control-allow-methods"), 0U);
}

TEST_F(CorsTest, LetsANamedOriginReadAnswers) {
    start_for({"https://a.example", "https://b.example"});
    const HttpAnswer answer = get("https://b.example");
    EXPECT_EQ(answer.headers.at("access-control-allow-origin"), "https://b.example");
    EXPECT_EQ(answer.headers.at("vary"), "Origin");
    EXPECT_EQ(answer.headers.count("access-control-allow-credentials"), 0U);
}

TEST_F(CorsTest, TellsOtherOriginsNothing) {
    start_for({"https://a.example"});
    for (const char* origin : {"https://evil.example", "https://a.example.evil.example",
                               "http://a.example", "https://a.example:8443", "null"}) {
        const HttpAnswer answer = get(origin);
        EXPECT_EQ(answer.headers.count("access-control-allow-origin"), 0U) << origin;
        EXPECT_EQ(answer.headers.at("vary"), "Origin") << origin;
        EXPECT_EQ(preflight("/echo", origin).headers.count("access-control-allow-methods"), 0U)
            << origin;
    }
    EXPECT_EQ(exchange(port(), "GET", "/quick").headers.at("vary"), "Origin");
}

TEST_F(CorsTest, AnswersPreflightsWithTheMethodsOfThePath) {
    start_for({"https://a.example"});
    const HttpAnswer answer = preflight("/echo", "https://a.example");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("access-control-allow-origin"), "https://a.example");
    EXPECT_EQ(answer.headers.at("access-control-allow-methods"), "POST, OPTIONS");
    EXPECT_EQ(answer.headers.at("access-control-allow-headers"), "authorization, content-type");
    EXPECT_EQ(answer.headers.at("access-control-max-age"), "600");
    EXPECT_EQ(answer.headers.at("vary"), "Origin");
    EXPECT_EQ(answer.headers.count("content-length"), 0U);
    EXPECT_EQ(preflight("/quick", "https://a.example").headers.at("access-control-allow-methods"),
              "GET, HEAD, OPTIONS");
}

TEST_F(CorsTest, HasNoPreflightForPathsThatAreNot) {
    start_for({"https://a.example"});
    EXPECT_EQ(preflight("/nothing", "https://a.example").status, 404);
}

TEST_F(CorsTest, AnswersOptionsWithoutAQuestionAsWithoutCors) {
    start_for({"https://a.example"});
    const HttpAnswer answer =
        exchange(port(), "OPTIONS", "/echo", "", "Origin: https://a.example\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("allow"), "POST, OPTIONS");
    EXPECT_EQ(answer.headers.count("access-control-allow-methods"), 0U);
}

TEST_F(CorsTest, LetsErrorsBeReadToo) {
    start_for({"https://a.example"});
    const HttpAnswer wrong =
        exchange(port(), "POST", "/echo", "{", "Origin: https://a.example\r\n");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.headers.at("access-control-allow-origin"), "https://a.example");
    const HttpAnswer large = answer_to(
        "POST /echo HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n"
        "Content-Length: 99999999\r\n\r\n");
    EXPECT_EQ(large.status, 413);
    EXPECT_EQ(large.headers.at("access-control-allow-origin"), "https://a.example");
}

TEST_F(CorsTest, OpensToAllOnlyWhereThatIsSaid) {
    start_for({"*"});
    const HttpAnswer answer = get("https://anyone.example");
    EXPECT_EQ(answer.headers.at("access-control-allow-origin"), "*");
    EXPECT_EQ(preflight("/echo", "https://anyone.example").status, 204);
}

}  // namespace
}  // namespace neurec::presentation::http
