#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>
#include <vector>

#include "infrastructure/logging/json_logger.hpp"
#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using tests::exchange;

/// The lines that a server writes, as JSON, after it has stopped.
class RequestLogTest : public ServerTest {
  protected:
    RequestLogTest() {
        Route known;
        known.info.path = "/mine";
        known.handle = [](const Request& request, const auto&, const auto&, const auto*) {
            request.note_user(42);
            return Response{.body = "{}"};
        };
        router_.add(std::move(known));
    }
    void log_to_text(bool request_log = true) {
        server_.emplace(router_, ServerAddress{}, ServerLimits{.body_bytes = 100}, json_logger_,
                        ServerOptions{.request_log = request_log});
    }
    [[nodiscard]] std::vector<boost::json::object> lines() {
        server_->stop();
        std::vector<boost::json::object> result;
        std::istringstream text(out_.str());
        for (std::string line; std::getline(text, line);)
            result.push_back(boost::json::parse(line).as_object());
        return result;
    }

    std::ostringstream out_;
    infrastructure::logging::JsonLogger json_logger_{domain::LogLevel::info, out_};
};

TEST_F(RequestLogTest, HasOneLineARequest) {
    log_to_text();
    const auto answer =
        exchange(port(), "POST", "/echo?q=1", R"({"text":"x"})", "X-Request-ID: id-1\r\n");
    EXPECT_EQ(answer.status, 200);
    const auto all = lines();
    ASSERT_EQ(all.size(), 1U);
    const boost::json::object& line = all[0];
    EXPECT_EQ(line.at("level"), "info");
    EXPECT_EQ(line.at("message"), "request");
    EXPECT_EQ(line.at("id"), "id-1");
    EXPECT_EQ(line.at("method"), "POST");
    EXPECT_EQ(line.at("route"), "/echo");
    EXPECT_EQ(line.at("target"), "/echo?q=*");
    EXPECT_EQ(line.at("status"), 200);
    EXPECT_GT(line.at("duration_us").as_int64(), 0);
    EXPECT_GT(line.at("bytes").as_int64(), static_cast<std::int64_t>(answer.body.size()));
    EXPECT_EQ(line.at("client"), "127.0.0.1");
    EXPECT_FALSE(line.contains("user_id"));
    // RFC 3339, UTC: 2026-11-23T06:19:00.123Z
    const std::string_view time = line.at("time").as_string();
    EXPECT_EQ(time.size(), 24U);
    EXPECT_EQ(time[10], 'T');
    EXPECT_EQ(time.back(), 'Z');
}

TEST_F(RequestLogTest, TellsWhoAskedWhereThatIsKnown) {
    log_to_text();
    exchange(port(), "GET", "/mine");
    EXPECT_EQ(lines().at(0).at("user_id"), 42);
}

TEST_F(RequestLogTest, HasNeitherBodiesNorTokens) {
    log_to_text();
    exchange(port(), "POST", "/echo", R"({"text":"hidden-1"})",
             "Authorization: Bearer hidden-2\r\nCookie: hidden-3\r\n");
    exchange(port(), "GET", "/nothing?token=hidden-4&hidden-5");
    static_cast<void>(lines());
    EXPECT_EQ(out_.str().find("hidden"), std::string::npos) << out_.str();
    EXPECT_NE(out_.str().find("/nothing?token=*&*"), std::string::npos) << out_.str();
}

TEST_F(RequestLogTest, HasWhatWasRefusedBeforeItWasRouted) {
    log_to_text();
    answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n");
    answer_to("GET /quick HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n");
    answer_to("GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n");
    answer_to("rubbish\n");
    std::vector<std::int64_t> statuses;
    for (const auto& line : lines())
        statuses.push_back(line.at("status").as_int64());
    EXPECT_EQ(statuses, (std::vector<std::int64_t>{413, 431, 414, 400}));
}

TEST_F(RequestLogTest, CannotBeForgedByWhatAClientSends) {
    log_to_text();
    answer_to("GET /a%0a%22b\"\\\xff HTTP/1.1\r\nHost: x\r\nX-Request-ID: a\"b\r\n\r\n");
    const auto all = lines();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(all[0].at("id"), "a\"b");
}

TEST_F(RequestLogTest, CanBeTurnedOff) {
    log_to_text(false);
    EXPECT_EQ(exchange(port(), "GET", "/quick").status, 200);
    EXPECT_TRUE(lines().empty());
}

}  // namespace
}  // namespace neurec::presentation::http
