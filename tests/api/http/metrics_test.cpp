#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using std::chrono::milliseconds;
using tests::exchange;
using tests::RawConnection;
using tests::request_bytes;

/// The server's metrics, after requests over a real socket. stop() ends the io thread, so that all
/// is recorded.
using ServerMetricsTest = ServerTest;

TEST_F(ServerMetricsTest, CountRequestsByMethodRouteAndStatus) {
    start();
    exchange(port(), "GET", "/quick");
    exchange(port(), "HEAD", "/quick");
    exchange(port(), "POST", "/echo", R"({"text":"x"})");
    exchange(port(), "POST", "/echo", R"({"text":1})");
    exchange(port(), "GET", "/nothing/123");
    server_->stop();
    const std::string requests = "neurec_http_requests_total";
    EXPECT_EQ(metric(requests + R"({method="GET",route="/quick",status="2xx"})"), 2);
    EXPECT_EQ(metric(requests + R"({method="POST",route="/echo",status="2xx"})"), 1);
    EXPECT_EQ(metric(requests + R"({method="POST",route="/echo",status="4xx"})"), 1);
    EXPECT_EQ(metric(requests + R"({method="-",route="-",status="4xx"})"), 1);
    EXPECT_EQ(metric(R"(neurec_http_request_duration_seconds_count{method="POST",route="/echo"})"),
              2);
}

TEST_F(ServerMetricsTest, TimeEachStage) {
    start();
    exchange(port(), "POST", "/echo", R"({"text":"x"})");
    exchange(port(), "POST", "/echo", R"({"text":1})");
    exchange(port(), "GET", "/quick");
    server_->stop();
    const auto count = [&](const std::string& stage) {
        return metric("neurec_http_stage_seconds_count{stage=\"" + stage + "\"}");
    };
    EXPECT_EQ(count("queue"), 2);  // /quick does not queue
    EXPECT_EQ(count("validate"), 3);
    EXPECT_EQ(count("handle"), 2);  // one did not fit
    EXPECT_EQ(count("write"), 3);
    EXPECT_GT(metric(R"(neurec_http_stage_seconds_sum{stage="queue"})"), 0);
}

TEST_F(ServerMetricsTest, ShowWhatRunsWaitsAndIsTurnedAway) {
    start({.queued_requests = 1}, 1);
    RawConnection running(port());
    running.send(request_bytes("GET", "/gate"));
    wait_at_gate(1);
    RawConnection queued(port());
    queued.send(request_bytes("GET", "/gate"));
    EXPECT_EQ(exchange(port(), "GET", "/quick").status, 200);  // what came before is read
    EXPECT_EQ(exchange(port(), "GET", "/gate").status, 503);
    EXPECT_EQ(metric("neurec_http_queue_length"), 1);
    EXPECT_GE(metric("neurec_http_requests_in_flight"), 2);
    EXPECT_GE(metric("neurec_http_connections"), 2);
    EXPECT_EQ(metric(R"(neurec_http_requests_shed_total{reason="queue_full"})"), 1);

    open_gate();
    EXPECT_EQ(running.read_answer()->status, 200);
    EXPECT_EQ(queued.read_answer()->status, 200);
    server_->stop();
    EXPECT_EQ(metric("neurec_http_queue_length"), 0);
    EXPECT_EQ(metric("neurec_http_requests_in_flight"), 0);
    EXPECT_EQ(metric("neurec_http_connections"), 0);
}

TEST_F(ServerMetricsTest, CountWhatALimitRefuses) {
    start({.target_bytes = 100, .header_bytes = 1000, .body_bytes = 100});
    answer_to("GET /" + std::string(150, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n");
    answer_to("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(2000, 'a') + "\r\n\r\n");
    answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n");
    answer_to("GET /quick HTTP/1.1\nHost: x\n\n");
    server_->stop();
    for (const char* reason :
         {"target_too_long", "header_too_large", "body_too_large", "malformed"})
        EXPECT_EQ(
            metric("neurec_http_requests_refused_total{reason=\"" + std::string(reason) + "\"}"), 1)
            << reason;
    EXPECT_EQ(metric(R"(neurec_http_requests_total{method="-",route="-",status="4xx"})"), 4);
}

TEST_F(ServerMetricsTest, CountConnectionsWhoseTimeIsUp) {
    start({.idle = milliseconds(50), .header = milliseconds(50), .body = milliseconds(50)});
    RawConnection idle(port());
    RawConnection slow_head(port());
    slow_head.send("GET /quick HTTP/1.1\r\nHo");
    RawConnection slow_body(port());
    slow_body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    for (RawConnection* each : {&idle, &slow_head, &slow_body})
        EXPECT_TRUE(each->is_closed_by_server());
    server_->stop();
    for (const char* reason : {"idle", "header", "body"})
        EXPECT_EQ(metric("neurec_http_timeouts_total{reason=\"" + std::string(reason) + "\"}"), 1)
            << reason;
}

TEST_F(ServerMetricsTest, CountWhatIsBeyondTheConnections) {
    start({.connections = 1, .connections_in_reserve = 1});
    RawConnection first(port());
    first.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(first.read_answer()->status, 200);
    RawConnection reserve(port());
    reserve.send(request_bytes("GET", "/gate"));
    EXPECT_EQ(reserve.read_answer()->status, 503);
    EXPECT_EQ(metric(R"(neurec_http_requests_shed_total{reason="connections"})"), 1);
    EXPECT_TRUE(reserve.is_closed_by_server());

    RawConnection second(port());
    second.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(second.read_answer()->status, 200);
}

}  // namespace
}  // namespace neurec::presentation::http
