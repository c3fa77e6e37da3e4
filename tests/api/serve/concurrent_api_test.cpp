#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

/// Everything that changes something, all at once and over real sockets; the thread sanitizer
/// looks on where script/test builds with it.
class ConcurrentApi : public ServedApi {
  protected:
    using Deed = std::function<HttpAnswer(RawConnection&, int round)>;

    /// So often each is done, at least.
    static constexpr int kRounds = 40;

    /// Does it again and again until all have done it kRounds times; every answer must be one of
    /// `expected`.
    void keep_doing(std::string name, std::vector<int> expected, Deed deed) {
        ++short_of_rounds_;
        threads_.emplace_back(
            [this, name = std::move(name), expected = std::move(expected), deed = std::move(deed)] {
                auto connection = std::make_unique<RawConnection>(port());
                for (int round = 0; goes_on(); ++round) {
                    if (round == kRounds) --short_of_rounds_;
                    const HttpAnswer answer = deed(*connection, round);
                    // After 10,000 requests the server wants to see a new connection.
                    if (answer.headers.contains("connection") &&
                        answer.headers.at("connection") == "close")
                        connection = std::make_unique<RawConnection>(port());
                    if (std::ranges::find(expected, answer.status) == expected.end()) {
                        const std::lock_guard lock(mutex_);
                        wrong_.push_back(name + ": " + std::to_string(answer.status) + " " +
                                         answer.body);
                        return;
                    }
                }
            });
    }
    /// Until everything was done often enough, something was answered wrongly, or it takes too
    /// long.
    [[nodiscard]] bool goes_on() {
        const std::lock_guard lock(mutex_);
        return short_of_rounds_ > 0 && wrong_.empty() &&
               std::chrono::steady_clock::now() < give_up_;
    }
    static HttpAnswer ask(RawConnection& connection, std::string_view method,
                          std::string_view target, std::string_view body = {},
                          std::string_view headers = {}) {
        connection.send(request_bytes(method, target, body, headers));
        return connection.read_answer(false, std::chrono::seconds(30)).value_or(HttpAnswer{});
    }
    void finish() {
        --short_of_rounds_;
        for (std::thread& each : threads_)
            each.join();
    }

    std::chrono::steady_clock::time_point give_up_ =
        std::chrono::steady_clock::now() + std::chrono::minutes(4);
    std::vector<std::thread> threads_;
    std::mutex mutex_;
    std::vector<std::string> wrong_;
    std::atomic<int> short_of_rounds_ = 1;  ///< deeds; 1 more until all have begun
};

TEST_F(ConcurrentApi, AccountsRatingsRecommendationsEditsAndModelSwapsDoNotDisturbOneAnother) {
    const std::string json = "Content-Type: application/json\r\n";
    const std::string admin = json + home().as_admin();
    const std::vector<Member> members = {sign_up(), sign_up(), sign_up()};

    for (const Member& member : members) {
        const std::string user = std::to_string(member.id);
        keep_doing("rate", {200, 201}, [=](RawConnection& connection, int round) {
            return ask(connection, "POST", "/ratings/",
                       R"([{"user_id":)" + user + R"(,"movie_id":)" + id(4) + R"(,"rating":)" +
                           std::to_string(1 + round % 5) + "}]",
                       json + member.header);
        });
        keep_doing("own recommendations", {200}, [=](RawConnection& connection, int) {
            return ask(connection, "GET", "/recommendations/me?n=5", {}, member.header);
        });
    }
    keep_doing("sign up", {201}, [=](RawConnection& connection, int round) {
        const std::string name = "crowd" + std::to_string(round);
        return ask(connection, "POST", "/users/",
                   R"({"username":")" + name + R"(","email":")" + name +
                       R"(@example.org","password":"correct horse"})",
                   json);
    });
    keep_doing("log in", {200}, [&](RawConnection& connection, int) {
        return ask(connection, "POST", "/auth/token",
                   "username=" + members[0].email + "&password=correct+horse",
                   "Content-Type: application/x-www-form-urlencoded\r\n");
    });
    keep_doing("list users", {200}, [=](RawConnection& connection, int) {
        return ask(connection, "GET", "/users/?size=10", {}, admin);
    });
    keep_doing("edit a movie", {200, 201}, [=](RawConnection& connection, int round) {
        const std::string title = "Edited " + std::to_string(round) + " (1999)";
        return ask(connection, "PUT", "/movies/" + id(7),
                   R"({"title":")" + title + R"(","genres":["Drama"]})", admin);
    });
    keep_doing(
        "post and delete a movie", {200, 201, 204}, [=](RawConnection& connection, int round) {
            // No id is taken twice.
            const std::string movie = std::to_string(700'000 + round);
            const HttpAnswer posted =
                ask(connection, "POST", "/movies/",
                    R"({"id":)" + movie + R"-(,"title":"Come (2001)","genres":["Drama"]})-", admin);
            if (posted.status != 200 && posted.status != 201) return posted;
            return ask(connection, "DELETE", "/movies/" + movie, {}, admin);
        });
    keep_doing("recommend", {200}, [=](RawConnection& connection, int) {
        return ask(connection, "POST", "/recommendations/cold-start",
                   R"({"explain":true,"strategy":"hybrid","ratings":[{"movie_id":)" + id(9) +
                       R"(,"rating":5}]})",
                   json);
    });
    keep_doing("look around", {200}, [=](RawConnection& connection, int round) {
        constexpr std::array kTargets = {"/movies/?title=edited", "/metrics", "/health/ready",
                                         "/recommendations/onboarding-movies"};
        return ask(connection, "GET", kTargets[static_cast<std::size_t>(round) % kTargets.size()]);
    });
    int swaps = 0;
    threads_.emplace_back([this, &swaps] {
        for (; goes_on(); ++swaps) {
            home().models().activate(swaps % 2 == 0 ? "m2" : "m1");
            api_->models().refresh();
            api_->monitor().check();
        }
    });
    finish();

    ASSERT_TRUE(wrong_.empty()) << wrong_.size() << " kinds of requests, first: " << wrong_.front();
    EXPECT_EQ(short_of_rounds_, 0) << "kinds of requests were not done often enough";
    EXPECT_GT(swaps, 10);
}

}  // namespace
}  // namespace neurec::tests
