#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using tests::exchange;
using tests::HttpAnswer;
using tests::RawConnection;
using tests::request_bytes;

/// The server behind proxies at 127.0.0.1 and 127.0.0.9; the test is one of them. /whoami says what
/// the server takes the client for.
class ProxyTest : public ServerTest {
  protected:
    ProxyTest() {
        Route whoami;
        whoami.info.path = "/whoami";
        whoami.handle = [](const Request& request, const auto&, const auto&, const auto*) {
            return Response{.body = request.client + (request.from_loopback ? " local" : "") +
                                    (request.is_encrypted ? " encrypted" : "")};
        };
        router_.add(std::move(whoami));
    }
    void start_behind_proxies(const ServerLimits& limits = {}) {
        start_with({.metrics = metrics_,
                    .trusted_proxies = {Network::parse("127.0.0.1"), Network::parse("127.0.0.9")}},
                   limits);
    }
    /// What the server says to a request with these headers.
    [[nodiscard]] std::string whoami(std::string_view headers,
                                     const std::string& source = "127.0.0.1") const {
        RawConnection connection(port(), source);
        connection.send(request_bytes("GET", "/whoami", "", headers));
        return connection.read_answer().value_or(HttpAnswer{}).body;
    }
};

TEST_F(ProxyTest, BelievesATrustedProxy) {
    start_behind_proxies();
    EXPECT_EQ(whoami("X-Forwarded-For: 203.0.113.5\r\n"), "203.0.113.5");
    EXPECT_EQ(whoami("X-Forwarded-For: 8.8.8.8, 203.0.113.5, 127.0.0.9\r\n"), "203.0.113.5");
    EXPECT_EQ(whoami("X-Forwarded-For: 8.8.8.8\r\nX-Forwarded-For: 203.0.113.5\r\n"),
              "203.0.113.5");
}

TEST_F(ProxyTest, BelievesNobodyElse) {
    start_behind_proxies();
    EXPECT_EQ(whoami("X-Forwarded-For: 203.0.113.5\r\n", "127.0.0.2"), "127.0.0.2");
}

TEST_F(ProxyTest, BelievesNobodyWhereNoProxyIsNamed) {
    start();
    EXPECT_EQ(whoami("X-Forwarded-For: 203.0.113.5\r\n"), "127.0.0.1");
}

TEST_F(ProxyTest, NeverTakesAForwardedRequestForALocalOne) {
    start_behind_proxies();
    EXPECT_EQ(whoami("X-Forwarded-For: 127.0.0.1\r\n"), "127.0.0.1");
    EXPECT_EQ(whoami("X-Forwarded-For: ::1\r\n"), "::1");
    EXPECT_EQ(whoami("X-Forwarded-For: unknown\r\n"), "127.0.0.1");
    EXPECT_EQ(whoami("X-Real-IP: 203.0.113.5\r\n"), "127.0.0.1");
    EXPECT_EQ(whoami("Forwarded: for=203.0.113.5\r\n"), "127.0.0.1");
    EXPECT_EQ(whoami(""), "127.0.0.1 local");
}

TEST_F(ProxyTest, BelievesATrustedProxyThatTheClientCameByTls) {
    start_behind_proxies();
    for (const char* const proto :
         {"https", "HTTPS", "Https", "https, http", "https,http", " https "})
        EXPECT_EQ(whoami(std::string("X-Forwarded-Proto: ") + proto + "\r\n"),
                  "127.0.0.1 local encrypted")
            << proto;
    for (const char* const proto : {"http", "http, https", "httpsx", "", ","})
        EXPECT_EQ(whoami(std::string("X-Forwarded-Proto: ") + proto + "\r\n"), "127.0.0.1 local")
            << proto;
    EXPECT_EQ(whoami("X-Forwarded-Proto: https\r\n", "127.0.0.2"), "127.0.0.2 local")
        << "nobody else is believed";
}

TEST_F(ProxyTest, LimitsEachClientBehindAProxyNotTheProxy) {
    start_behind_proxies({.connections_per_address = 1});
    RawConnection busy(port());
    busy.send(request_bytes("GET", "/gate", "", "X-Forwarded-For: 203.0.113.5\r\n"));
    wait_at_gate(1);

    const auto status = [&](const char* client) {
        return exchange(port(), "POST", "/echo", R"({"text":"x"})",
                        std::string("X-Forwarded-For: ") + client + "\r\n")
            .status;
    };
    EXPECT_EQ(status("203.0.113.6"), 200);
    EXPECT_EQ(status("203.0.113.5"), 503);
    EXPECT_EQ(metric(R"(neurec_http_requests_shed_total{reason="connections_per_address"})"), 1);
    open_gate();
    EXPECT_EQ(busy.read_answer()->status, 200);
    EXPECT_EQ(status("203.0.113.5"), 200);
}

TEST_F(ProxyTest, CountsAnIpv6ClientByTheFirst64BitsOfItsAddress) {
    router_.add(Endpoint<>::route({.path = "/subscriber"}, [](const Endpoint<>::CallType& call) {
        return Echo{call.request.subscriber};
    }));
    start_behind_proxies({.connections_per_address = 1});
    RawConnection busy(port());
    busy.send(request_bytes("GET", "/gate", "", "X-Forwarded-For: 2001:db8:0:1::1\r\n"));
    wait_at_gate(1);

    const auto answer = [&](const char* client) {
        return exchange(port(), "GET", "/subscriber", "",
                        std::string("X-Forwarded-For: ") + client + "\r\n");
    };
    EXPECT_EQ(answer("2001:db8:0:1:ffff::2").status, 503);
    EXPECT_EQ(answer("2001:db8:0:2::1").body, R"({"text":"2001:db8:0:2::"})");
    EXPECT_EQ(answer("203.0.113.5").body, R"({"text":"203.0.113.5"})");
    open_gate();
    EXPECT_EQ(busy.read_answer()->status, 200);
}

}  // namespace
}  // namespace neurec::presentation::http
