#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::exchange;
using tests::HttpAnswer;
using tests::RawConnection;
using tests::request_bytes;
using Clock = std::chrono::steady_clock;

/// More than the server can take, over real sockets.
class OverloadTest : public ServerTest {
  protected:
    OverloadTest() {
        router_.add(Endpoint<>::route({.path = "/work"}, [](const auto&) {
            std::this_thread::sleep_for(milliseconds(2));
            return Echo{"done"};
        }));
    }
    /// Sockets for both sides of so many connections.
    static void allow_connections(rlim_t connections) {
        rlimit files{};
        getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, 2 * connections + 200));
        ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
        ASSERT_GE(files.rlim_cur, 2 * connections + 100);
    }
};

TEST_F(OverloadTest, AnswersQuicklyWhileAThousandSocketsSendAByteASecond) {
    constexpr int kSockets = 1000;
    allow_connections(kSockets);
    start({.header = seconds(3)});
    std::vector<RawConnection> slow;
    for (int i = 0; i < kSockets; ++i) {
        slow.emplace_back(port(), "127.0.0." + std::to_string(2 + i % 4));
        slow.back().send("GET /quick HTTP/1.1\r\nX: ");
    }
    const Clock::time_point begun = Clock::now();
    std::jthread drip([&slow, begun] {
        for (int second = 0; second < 3; ++second) {
            for (const RawConnection& each : slow)
                each.send("a");
            std::this_thread::sleep_until(begun + seconds(second + 1));
        }
    });

    std::vector<Clock::duration> times;
    while (Clock::now() < begun + seconds(2)) {
        const Clock::time_point sent = Clock::now();
        ASSERT_EQ(exchange(port(), "GET", "/quick").status, 200);
        times.push_back(Clock::now() - sent);
        ASSERT_EQ(exchange(port(), "POST", "/echo", R"({"text":"x"})").status, 200);
    }
    std::ranges::sort(times);
    EXPECT_LT(times[times.size() * 99 / 100], milliseconds(100));
    drip.join();
    for (RawConnection& each : slow)
        ASSERT_TRUE(each.is_closed_by_server());
    server_->stop();
    EXPECT_EQ(metric(R"(neurec_http_timeouts_total{reason="header"})"), kSockets);
}

TEST_F(OverloadTest, AnswersWhileAThousandSocketsReadNothing) {
    constexpr int kSockets = 1000;
    allow_connections(kSockets);
    start();
    std::vector<RawConnection> deaf;
    for (int i = 0; i < kSockets; ++i) {
        deaf.emplace_back(port(), "127.0.0." + std::to_string(2 + i % 4));
        deaf.back().send(request_bytes("GET", "/quick") + request_bytes("GET", "/quick"));
    }
    EXPECT_EQ(exchange(port(), "GET", "/quick").status, 200);
}

TEST_F(OverloadTest, ShedsWithRetryAfterAloneAndThenRecovers) {
    start({.queued_requests = 2}, 1);
    std::atomic<int> answered = 0;
    std::atomic<int> shed = 0;
    std::atomic<int> other = 0;
    std::vector<std::thread> clients;
    clients.reserve(16);
    for (int client = 0; client < 16; ++client)
        clients.emplace_back([&] {
            RawConnection connection(port());
            for (int i = 0; i < 50; ++i) {
                connection.send(request_bytes("GET", "/work"));
                const HttpAnswer answer = connection.read_answer().value_or(HttpAnswer{});
                if (answer.status == 200)
                    ++answered;
                else if (answer.status == 503 && answer.headers.contains("retry-after"))
                    ++shed;
                else
                    ++other;
            }
        });
    for (std::thread& each : clients)
        each.join();
    EXPECT_EQ(other, 0);
    EXPECT_GT(answered, 0);
    EXPECT_GT(shed, 0);
    EXPECT_EQ(answered + shed, 16 * 50);
    EXPECT_EQ(metric(R"(neurec_http_requests_shed_total{reason="queue_full"})"), shed);

    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(exchange(port(), "GET", "/work").status, 200);
    EXPECT_EQ(metric("neurec_http_queue_length"), 0);
}

TEST_F(OverloadTest, AnswersWhatWasAskedBeforeAClientHalfCloses) {
    start();
    RawConnection connection(port());
    connection.send(request_bytes("GET", "/gate") + request_bytes("GET", "/quick"));
    wait_at_gate(1);
    connection.finish_sending();
    open_gate();
    EXPECT_EQ(connection.read_answer()->body, R"({"text":"through"})");
    EXPECT_EQ(connection.read_answer()->body, R"({"text":"quick"})");
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(OverloadTest, GoesOnWhenAClientLeavesBeforeItsAnswer) {
    start({}, 1);
    {
        RawConnection leaving(port());
        leaving.send(request_bytes("GET", "/gate"));
        wait_at_gate(1);
    }
    open_gate();
    EXPECT_EQ(exchange(port(), "POST", "/echo", R"({"text":"x"})").status, 200);
}

}  // namespace
}  // namespace neurec::presentation::http
