#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using std::chrono::milliseconds;

/// /large answers with more than the buffers of a connection hold.
class AnswersTest : public ServerTest {
  protected:
    static constexpr std::size_t kLarge = 64UL * 1024 * 1024;

    AnswersTest() {
        Route large;
        large.info = {.path = "/large"};
        large.handle = [](const auto&, auto, auto, const AccessControl*) {
            return Response{.body = std::string(kLarge, ' ')};
        };
        router_.add(std::move(large));
    }
    /// Waits until the series has that value.
    [[nodiscard]] bool reaches(const std::string& series, double value) const {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (metric(series) != value) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::yield();
        }
        return true;
    }
};

constexpr const char* kRequest = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr const char* kCut = R"(neurec_http_timeouts_total{reason="write"})";

TEST_F(AnswersTest, AreCutOffWhereTheClientDoesNotRead) {
    start({.stall = milliseconds(100)});
    const auto begin = std::chrono::steady_clock::now();
    tests::RawConnection connection(port());
    connection.send(kRequest);
    EXPECT_TRUE(reaches(kCut, 1));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8))
        << "long before the request's whole time is over";
}

TEST_F(AnswersTest, AreSentWholeToAClientThatReads) {
    start({.stall = milliseconds(2'000)});
    tests::RawConnection connection(port());
    connection.send(kRequest);
    const auto answer = connection.read_answer(false, std::chrono::seconds(20));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->body.size(), kLarge);
}

TEST_F(AnswersTest, OfMoreThanTheirBudgetKeepFurtherRequestsFromBeingRun) {
    start({.stall = milliseconds(1'000), .answers_bytes = kLarge / 2});
    tests::RawConnection idle(port());
    idle.send(kRequest);
    ASSERT_TRUE(reaches(R"(neurec_http_requests_in_flight)", 1));
    tests::HttpAnswer refused;
    do {
        refused = tests::exchange(port(), "POST", "/echo", R"({"text":"x"})");
    } while (refused.status == 200);  // until the large answer has been made
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_GE(metric(R"(neurec_http_requests_shed_total{reason="answers"})"), 1);
    EXPECT_EQ(tests::exchange(port(), "GET", "/quick").status, 200) << "probes go on";
    ASSERT_TRUE(reaches(kCut, 1));
    EXPECT_EQ(tests::exchange(port(), "POST", "/echo", R"({"text":"x"})").status, 200);
}

}  // namespace
}  // namespace neurec::presentation::http
