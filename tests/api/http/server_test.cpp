#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "domain/errors.hpp"
#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using std::chrono::milliseconds;
using tests::exchange;
using tests::HttpAnswer;
using tests::RawConnection;
using tests::request_bytes;
using namespace std::string_view_literals;

TEST_F(ServerTest, AnswersWithTheHeadersThatEveryAnswerHas) {
    start();
    const HttpAnswer answer = exchange(port(), "GET", "/quick");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"text":"quick"})");
    EXPECT_EQ(answer.headers.at("content-type"), "application/json");
    EXPECT_EQ(answer.headers.at("server"), "neurec");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.headers.at("x-frame-options"), "DENY");
    EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.headers.at("content-security-policy"),
              "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer.headers.count("strict-transport-security"), 0U);
    EXPECT_EQ(answer.headers.at("x-request-id").size(), 16U);
    EXPECT_TRUE(answer.headers.at("date").ends_with(" GMT"));
}

TEST_F(ServerTest, KeepsTheConnectionAndAnswersInOrder) {
    start();
    RawConnection connection(port());
    for (int i = 0; i < 5; ++i) {
        connection.send(request_bytes("POST", "/echo", "{\"text\":\"" + std::to_string(i) + "\"}"));
        EXPECT_EQ(connection.read_answer()->body, "{\"text\":\"" + std::to_string(i) + "\"}");
    }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start();
    std::string bytes;
    for (int i = 0; i < 50; ++i)
        bytes += request_bytes("POST", "/echo", "{\"text\":\"" + std::to_string(i) + "\"}");
    RawConnection connection(port());
    connection.send(bytes);
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(connection.read_answer()->body, "{\"text\":\"" + std::to_string(i) + "\"}");
}

TEST_F(ServerTest, ReadsRequestsThatArriveByteByByte) {
    start();
    RawConnection connection(port());
    for (const char byte : request_bytes("POST", "/echo", R"({"text":"slow"})"))
        ASSERT_TRUE(connection.send(std::string_view(&byte, 1)));
    EXPECT_EQ(connection.read_answer()->body, R"({"text":"slow"})");
}

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
    start();
    RawConnection connection(port());
    connection.send(request_bytes("POST", "/echo", R"({"text":"half closed"})"));
    connection.finish_sending();
    EXPECT_EQ(connection.read_answer()->body, R"({"text":"half closed"})");
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(ServerTest, ClosesQuietlyWhenAClientLeavesInTheMiddle) {
    start();
    for (const std::string_view bytes :
         {"GET /quick HT"sv,
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{\"te"sv}) {
        RawConnection connection(port());
        connection.send(bytes);
        connection.finish_sending();
        EXPECT_TRUE(connection.is_closed_by_server());
    }
    EXPECT_EQ(exchange(port(), "GET", "/quick").status, 200);
}

TEST_F(ServerTest, ReadsChunkedBodies) {
    start();
    EXPECT_EQ(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "8\r\n{\"text\":\r\n5\r\n\"ab\"}\r\n0\r\n\r\n")
                  .body,
              R"({"text":"ab"})");
}

TEST_F(ServerTest, SaysContinueToAClientThatAsks) {
    start();
    RawConnection connection(port());
    connection.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->status, 100);
    connection.send(R"({"text":"x"})");
    EXPECT_EQ(connection.read_answer()->status, 200);
    EXPECT_EQ(
        refusal_of("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: gold\r\n\r\n{}"),
        417);
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
    start();
    RawConnection connection(port());
    connection.send(request_bytes("HEAD", "/quick"));
    const auto head = connection.read_answer(true);
    EXPECT_EQ(head->headers.at("content-length"), "16");
    connection.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(connection.read_answer()->body.size(), 16U);
}

TEST_F(ServerTest, SpeaksHttp10) {
    start();
    RawConnection closing(port());
    closing.send("GET /quick HTTP/1.0\r\n\r\n");
    EXPECT_EQ(closing.read_answer()->headers.at("connection"), "close");
    EXPECT_TRUE(closing.is_closed_by_server());
    EXPECT_EQ(
        answer_to("GET /quick HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").headers.at("connection"),
        "keep-alive");
}

TEST_F(ServerTest, KeepsTheClientsRequestId) {
    start();
    EXPECT_EQ(exchange(port(), "GET", "/quick", "", "X-Request-ID: trace-7\r\n")
                  .headers.at("x-request-id"),
              "trace-7");
}

TEST_F(ServerTest, RefusesRequestsThatCouldBeSmuggled) {
    start();
    for (const std::string_view head :
         {"Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"sv,
          "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n"sv,
          "Host: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n"sv,
          "Host: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n"sv,
          "Host: x\r\nContent-Length: 5, 5\r\n"sv,
          "Host: x\r\nContent-Length: -5\r\n"sv,
          "Host: x\r\nContent-Length: +5\r\n"sv,
          "Host: x\r\nContent-Length: 0x5\r\n"sv,
          "Host: x\r\nContent-Length: 99999999999999999999\r\n"sv,
          "Host: x\r\nTransfer-Encoding: gzip\r\n"sv,
          "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n"sv,
          "Host: x\r\nTransfer-Encoding: chunked, identity\r\n"sv,
          "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"sv,
          "Host: x\r\nTransfer-Encoding : chunked\r\n"sv,
          "Host: x\r\nX: a\r\n b\r\n"sv,
          "Host: x\r\nX: a\n"sv,
          "Host: x\r\nX: a\rb\r\n"sv,
          "Host: x\r\nX: a\0b\r\n"sv,
          "Host: x\r\nHost: y\r\n"sv,
          ""sv,
          "Host: x\r\n: y\r\n"sv,
          "Host: x\r\nno colon\r\n"sv})
        EXPECT_EQ(refusal_of("POST /echo HTTP/1.1\r\n" + std::string(head) + "\r\n12345"), 400)
            << head;
}

TEST_F(ServerTest, RefusesRequestLinesThatAreNone) {
    start();
    for (const std::string_view bytes :
         {"GET /quick\r\n\r\n"sv, "GET  /quick HTTP/1.1\r\nHost: x\r\n\r\n"sv,
          "GET /quick HTTP/2.0\r\nHost: x\r\n\r\n"sv, "GET /quick HTTP/1.1 \r\nHost: x\r\n\r\n"sv,
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"sv, "\x16\x03\x01\x02\n"sv, "G\0T / HTTP/1.1\r\n\r\n"sv,
          "{\"text\":1}\n"sv, "GET /quick HTTP/1.1\nHost: x\n\n"sv})
        EXPECT_EQ(refusal_of(bytes), 400) << bytes;
}

TEST_F(ServerTest, RefusesToTraceAndToConnect) {
    start();
    for (const std::string_view bytes : {"TRACE /quick HTTP/1.1\r\nHost: x\r\n\r\n"sv,
                                         "TRACE /nothing HTTP/1.1\r\nHost: x\r\n\r\n"sv,
                                         "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n"sv})
        EXPECT_EQ(refusal_of(bytes), 405) << bytes;
    EXPECT_EQ(answer_to("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n").headers.at("allow"),
              "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

TEST_F(ServerTest, HasTheSameHeadersOnRefusals) {
    start();
    const HttpAnswer answer = answer_to("GET /quick HTTP/1.1\nHost: x\n\n");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer.headers.at("server"), "neurec");
}

TEST_F(ServerTest, RefusesBrokenChunks) {
    start();
    for (const std::string_view body :
         {"zz\r\n"sv, "-1\r\nx\r\n0\r\n\r\n"sv, "+1\r\nx\r\n0\r\n\r\n"sv, "0x1\r\nx\r\n0\r\n\r\n"sv,
          " 1\r\nx\r\n0\r\n\r\n"sv, "\r\nx\r\n0\r\n\r\n"sv, "3\r\nabcd\r\n0\r\n\r\n"sv,
          "fffffffffffffffff\r\nx\r\n"sv, "1\nx\r\n0\r\n\r\n"sv, "1\rx\r\n0\r\n\r\n"sv,
          "1;\0\r\nx\r\n0\r\n\r\n"sv, "1\r\nxx0\r\n\r\n"sv})
        EXPECT_EQ(
            refusal_of("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                       std::string(body)),
            400)
            << body;
}

TEST_F(ServerTest, AnswersNothingThatIsHiddenBehindARefusedRequest) {
    start();
    RawConnection connection(port());
    connection.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
        "\r\n0\r\n\r\nGET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->status, 400);
    connection.finish_sending();
    EXPECT_FALSE(connection.read_answer().has_value());
}

TEST_F(ServerTest, RefusesALargeBodyBeforeItIsSent) {
    start({.body_bytes = 1000});
    EXPECT_EQ(refusal_of("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n"), 413);
}

TEST_F(ServerTest, ShowsTheRefusalToAClientThatGoesOnSending) {
    start({.body_bytes = 1000});
    RawConnection connection(port());
    connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                    std::string(200'000, ' '));
    EXPECT_EQ(connection.read_answer()->status, 413);
}

TEST_F(ServerTest, RefusesAChunkedBodyThatGrowsTooLarge) {
    start({.body_bytes = 1000});
    EXPECT_EQ(
        refusal_of("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                   std::string(2000, 'x') + "\r\n0\r\n\r\n"),
        413);
}

TEST_F(ServerTest, RefusesLongTargetsAndLargeHeaders) {
    start({.target_bytes = 100, .header_bytes = 1000});
    EXPECT_EQ(refusal_of("GET /" + std::string(150, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
    EXPECT_EQ(refusal_of("GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
    EXPECT_EQ(refusal_of("GET /" + std::string(5000, 'a')), 414);
    EXPECT_EQ(
        refusal_of("GET /quick HTTP/1.1\r\nHost: x\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"),
        431);
    EXPECT_EQ(refusal_of("GET /quick HTTP/1.1\r\nHost: x\r\nX: " + std::string(5000, 'a')), 431);
}

TEST_F(ServerTest, ClosesConnectionsThatAreIdleOrSlow) {
    start({.idle = milliseconds(50), .header = milliseconds(50), .body = milliseconds(50)});
    RawConnection idle(port());
    RawConnection slow_head(port());
    slow_head.send("GET /quick HTTP/1.1\r\nHo");
    RawConnection slow_body(port());
    slow_body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    for (RawConnection* each : {&idle, &slow_head, &slow_body})
        EXPECT_TRUE(each->is_closed_by_server());
}

TEST_F(ServerTest, LimitsTheHeadersTimeHoweverSteadilyBytesDrip) {
    start({.header = milliseconds(100)});
    RawConnection dripping(port());
    const auto begun = std::chrono::steady_clock::now();
    dripping.send("GET /quick HTTP/1.1\r\nX: ");
    while (!dripping.is_closed_by_server(milliseconds(5))) {
        dripping.send("a");
        ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    }
    EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(90));
}

TEST_F(ServerTest, LimitsABodysTimeAndTheTotalHoweverSteadilyBytesDrip) {
    for (const ServerLimits& limits :
         {ServerLimits{.body = milliseconds(100)}, ServerLimits{.total = milliseconds(100)}}) {
        start(limits);
        RawConnection dripping(port());
        const auto begun = std::chrono::steady_clock::now();
        dripping.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (!dripping.is_closed_by_server(milliseconds(5))) {
            dripping.send("1\r\n \r\n");
            ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
        }
        EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(90));
    }
}

TEST_F(ServerTest, RefusesChunkExtensionsAndTrailersWithoutEnd) {
    start({.header_bytes = 1000});
    const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(refusal_of(head + "1;" + std::string(50'000, 'x')), 400);
    EXPECT_EQ(refusal_of(head + "0\r\nX: " + std::string(50'000, 'x')), 400);
}

TEST_F(ServerTest, EndsAConnectionAfterItsShareOfRequests) {
    start({.requests_per_connection = 2});
    RawConnection connection(port());
    connection.send(request_bytes("GET", "/quick") + request_bytes("GET", "/quick") +
                    request_bytes("GET", "/quick"));
    EXPECT_EQ(connection.read_answer()->headers.count("connection"), 0U);
    EXPECT_EQ(connection.read_answer()->headers.at("connection"), "close");
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(ServerTest, ShedsLoadWhenItsQueueIsFullButStillAnswersAtOnceWhatIsQuick) {
    start({.queued_requests = 1}, 1);
    RawConnection running(port());
    running.send(request_bytes("GET", "/gate"));
    wait_at_gate(1);
    RawConnection queued(port());
    queued.send(request_bytes("GET", "/gate"));
    EXPECT_EQ(exchange(port(), "GET", "/quick").status,
              200);  // the server has read what came before

    const HttpAnswer refused = exchange(port(), "GET", "/gate");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(refused.body, R"({"detail":"The server is busy; try again in a moment."})");
    open_gate();
    EXPECT_EQ(running.read_answer()->status, 200);
    EXPECT_EQ(queued.read_answer()->status, 200);
}

TEST_F(ServerTest, DoesNotRunWhatHasWaitedTooLong) {
    start({.total = milliseconds(50)}, 1);
    RawConnection running(port());
    running.send(request_bytes("GET", "/gate"));
    wait_at_gate(1);
    RawConnection queued(port());
    queued.send(request_bytes("GET", "/gate"));
    EXPECT_FALSE(queued.read_answer(false, milliseconds(150))
                     .has_value());  // its deadline passes in the queue
    open_gate();
    EXPECT_EQ(queued.read_answer()->status, 503);
    EXPECT_EQ(at_gate_, 1);
}

TEST_F(ServerTest, AnswersOnlyWhatIsQuickBeyondItsConnections) {
    start({.connections = 2, .connections_in_reserve = 1});
    RawConnection first(port());
    RawConnection second(port());
    first.send(request_bytes("GET", "/quick"));
    second.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(first.read_answer()->status, 200);
    EXPECT_EQ(second.read_answer()->status, 200);

    RawConnection reserve(port());
    reserve.send(request_bytes("GET", "/quick"));
    const auto quick = reserve.read_answer();
    EXPECT_EQ(quick->status, 200);
    EXPECT_EQ(quick->headers.at("connection"), "close");
    EXPECT_TRUE(reserve.is_closed_by_server());
    RawConnection refused(port());
    refused.send(request_bytes("POST", "/echo", R"({"text":"x"})"));
    EXPECT_EQ(refused.read_answer()->status, 503);
}

TEST_F(ServerTest, LimitsTheConnectionsOfOneAddress) {
    start({.connections_per_address = 1});
    RawConnection first(port());
    first.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(first.read_answer()->status, 200);
    EXPECT_EQ(exchange(port(), "POST", "/echo", R"({"text":"x"})").status, 503);
    RawConnection elsewhere(port(), "127.0.0.2");
    elsewhere.send(request_bytes("POST", "/echo", R"({"text":"x"})"));
    EXPECT_EQ(elsewhere.read_answer()->status, 200);
}

TEST_F(ServerTest, FinishesWhatRunsWhenItStops) {
    Server& server = start();
    RawConnection running(port());
    running.send(request_bytes("GET", "/gate"));
    RawConnection idle(port());
    idle.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(idle.read_answer()->status, 200);
    wait_at_gate(1);

    auto stopped = std::async(std::launch::async, [&] { return server.stop(); });
    EXPECT_TRUE(idle.is_closed_by_server());
    EXPECT_THROW(RawConnection{port()}, std::runtime_error);
    open_gate();
    const auto answer = running.read_answer();
    EXPECT_EQ(answer->body, R"({"text":"through"})");
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(stopped.get());
}

TEST_F(ServerTest, CutsWhatTakesTooLongWhenItStops) {
    Server& server = start({.drain = milliseconds(50)});
    RawConnection running(port());
    running.send(request_bytes("GET", "/gate"));
    wait_at_gate(1);
    auto stopped = std::async(std::launch::async, [&] { return server.stop(); });
    EXPECT_TRUE(running.is_closed_by_server());
    open_gate();
    EXPECT_FALSE(stopped.get());
}

TEST_F(ServerTest, SaysWhatToDoWhenItsPortIsTaken) {
    start();
    try {
        const Server second(router_, {.host = "127.0.0.1", .port = port(), .workers = 1}, {},
                            logger_);
        FAIL() << "two servers on one port";
    } catch (const domain::Unavailable& error) {
        EXPECT_EQ(
            std::string(error.what()),
            "Another program already listens on port " + std::to_string(port()) +
                " of 127.0.0.1. Stop it, or choose another port with --port (0: any free one).");
    }
    EXPECT_THROW(Server(router_, {.host = "no such host", .port = 0, .workers = 1}, {}, logger_),
                 domain::InvalidInput);
}

TEST_F(ServerTest, TellsWhetherOnlyThisMachineReachesIt) {
    EXPECT_TRUE(start().is_on_loopback());
    EXPECT_FALSE(Server(router_, {.host = "0.0.0.0", .port = 0, .workers = 1}, {}, logger_)
                     .is_on_loopback());
}

TEST_F(ServerTest, ServesManyConnectionsAtOnce) {
    start();
    std::atomic<int> right = 0;
    std::vector<std::thread> clients;
    for (int client = 0; client < 8; ++client)
        clients.emplace_back([&, client] {
            RawConnection connection(port());
            for (int i = 0; i < 200; ++i) {
                const std::string body = "{\"text\":\"" + std::to_string(client * 1000 + i) + "\"}";
                connection.send(request_bytes("POST", "/echo", body));
                const auto answer = connection.read_answer();
                if (answer && answer->status == 200 && answer->body == body) ++right;
            }
        });
    for (std::thread& client : clients)
        client.join();
    EXPECT_EQ(right, 1600);
}

TEST_F(ServerTest, EndsConnectionsThatAreUnderWayWhenItIsDestroyed) {
    router_.add(Endpoint<>::route({.path = "/held", .answered_at_once = true}, [this](const auto&) {
        ++at_gate_;
        at_gate_.notify_all();
        gate_.wait();
        return Echo{"held"};
    }));
    start({.drain = milliseconds(0), .lingering = milliseconds(0)});
    std::vector<RawConnection> unfinished;
    for (int i = 0; i < 8; ++i) {
        unfinished.emplace_back(port());
        unfinished.back().send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{\"te");
    }
    // Holds the thread that moves bytes until it has been told to end, so that none of them can.
    const RawConnection holds(port());
    holds.send(request_bytes("GET", "/held"));
    wait_at_gate(1);
    std::jthread stops([this] { server_->stop(); });
    while (logger_.count("requests cut at the stop") == 0)
        std::this_thread::yield();
    std::this_thread::sleep_for(milliseconds(50));  // that line comes a moment before the end
    open_gate();
    stops.join();
    server_.reset();
    EXPECT_EQ(metric("neurec_http_connections"), 0);
    for (RawConnection& each : unfinished)
        EXPECT_TRUE(each.is_closed_by_server());
}

TEST_F(ServerTest, RunsNothingThatStillWaitsWhenItCutsAtTheStop) {
    start({.drain = milliseconds(1)}, 1);
    std::vector<RawConnection> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(port());
        clients.back().send(request_bytes("GET", "/gate"));
    }
    wait_at_gate(1);
    while (metric("neurec_http_queue_length") < 4)
        std::this_thread::yield();
    std::jthread stops([this] { server_->stop(); });
    while (logger_.count("requests cut at the stop") == 0)
        std::this_thread::yield();
    open_gate();
    stops.join();
    EXPECT_EQ(at_gate_, 1);
}

TEST_F(ServerTest, RefusesATransferEncodingThatHttp10DoesNotKnow) {
    start();
    EXPECT_EQ(refusal_of("POST /echo HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n"
                         "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"text\":\"x\"}\r\n0\r\n\r\n"),
              400);
}

TEST_F(ServerTest, RefusesAHostThatIsNone) {
    start();
    for (const std::string_view host :
         {"a b", "a/b", "user@x", "user:password@x", "x:port", "[::1", "::1", "x\x80", "<x>"})
        EXPECT_EQ(refusal_of("GET /quick HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400)
            << host;
    for (const std::string_view host :
         {"", "x", "x:80", "192.0.2.1:8000", "127.0.0.1.nip.io", "[::1]:8000", "a_b.example"})
        EXPECT_EQ(
            answer_to("GET /quick HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status, 200)
            << host;
}

TEST_F(ServerTest, PassesAnExpectationOfHttp10Over) {
    start();
    RawConnection connection(port());
    connection.send("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n");
    connection.send(R"({"text":"x"})");
    EXPECT_EQ(connection.read_answer()->status, 200) << "and no 100 before it";
}

TEST_F(ServerTest, PassesEmptyLinesBeforeARequestOverHoweverTheyArrive) {
    start();
    RawConnection connection(port());
    for (const std::string_view part : {"\r", "\n\r\n\r", "\n"}) {
        connection.send(part);
        EXPECT_FALSE(connection.read_answer(false, milliseconds(20)));
    }
    connection.send(request_bytes("GET", "/quick"));
    EXPECT_EQ(connection.read_answer()->status, 200);
}

TEST_F(ServerTest, TakesNoEmptyLineForARequestThatEndsIdling) {
    start({.idle = milliseconds(300)});
    RawConnection connection(port());
    const auto begun = std::chrono::steady_clock::now();
    while (connection.send("\r\n") && !connection.is_closed_by_server(milliseconds(50)))
        ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
    EXPECT_EQ(metric(R"(neurec_http_timeouts_total{reason="idle"})"), 1);
}

}  // namespace
}  // namespace neurec::presentation::http
