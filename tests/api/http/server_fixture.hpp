#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/describe.hpp>
#include <future>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "infrastructure/telemetry/prometheus_metrics.hpp"
#include "presentation/http/server.hpp"
#include "support/http_client.hpp"
#include "support/served_fakes.hpp"

namespace neurec::presentation::http {

struct Echo {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Echo, (), (text))

struct EchoQuery {
    std::optional<std::string> q;
};
BOOST_DESCRIBE_STRUCT(EchoQuery, (), (q))

/// Endpoints: /quick answers at once, /echo repeats its body, /gate waits until the test opens the
/// gate.
class ServerTest : public testing::Test {
  protected:
    ServerTest() {
        router_.add(Endpoint<>::route({.path = "/quick", .answered_at_once = true},
                                      [](const auto&) { return Echo{"quick"}; }));
        using Post = Endpoint<None, EchoQuery, Echo>;
        router_.add(Post::route({.method = Method::post, .path = "/echo"},
                                [](const Post::CallType& call) { return call.body; }));
        router_.add(Endpoint<>::route({.path = "/gate"}, [this](const auto&) {
            ++at_gate_;
            at_gate_.notify_all();
            gate_.wait();
            return Echo{"through"};
        }));
    }
    ~ServerTest() override { open_gate(); }

    Server& start(const ServerLimits& limits = {}, std::size_t workers = 2) {
        return start_with({.metrics = metrics_}, limits, workers);
    }
    Server& start_with(const ServerOptions& options, const ServerLimits& limits = {},
                       std::size_t workers = 2) {
        return server_.emplace(router_,
                               ServerAddress{.host = "127.0.0.1", .port = 0, .workers = workers},
                               limits, logger_, options);
    }
    /// A series' value, by its name and labels as Prometheus writes them; NaN where there is none.
    [[nodiscard]] double metric(const std::string& series) const {
        const std::string text = metrics_.exposition({});
        const std::size_t at = text.find("\n" + series + " ");
        return at == std::string::npos ? std::numeric_limits<double>::quiet_NaN()
                                       : std::stod(text.substr(at + series.size() + 2));
    }
    void open_gate() {
        if (!std::exchange(gate_is_open_, true)) gate_promise_.set_value();
    }
    void wait_at_gate(int requests) const {
        for (int seen = at_gate_; seen < requests; seen = at_gate_)
            at_gate_.wait(seen);
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    /// The answer to these bytes on a new connection; status 0 where none comes.
    tests::HttpAnswer answer_to(std::string_view bytes) const {
        tests::RawConnection connection(port());
        connection.send(bytes);
        return connection.read_answer().value_or(tests::HttpAnswer{});
    }
    /// The answer to these bytes, after which the server must close the connection.
    [[nodiscard]] int refusal_of(std::string_view bytes) const {
        tests::RawConnection connection(port());
        connection.send(bytes);
        const auto answer = connection.read_answer();
        connection.finish_sending();
        EXPECT_TRUE(connection.is_closed_by_server()) << bytes.substr(0, 100);
        if (!answer) return 0;
        EXPECT_EQ(answer->headers.count("connection"), 1U);
        return answer->status;
    }

    tests::RecordingLogger logger_;
    infrastructure::telemetry::PrometheusMetrics metrics_;
    Router router_{logger_};
    std::atomic<int> at_gate_ = 0;
    std::promise<void> gate_promise_;
    std::shared_future<void> gate_ = gate_promise_.get_future().share();
    bool gate_is_open_ = false;
    std::optional<Server> server_;
};

}  // namespace neurec::presentation::http
