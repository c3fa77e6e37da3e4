#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "e2e/databases/server_process.hpp"
#include "support/served_home.hpp"

namespace neurec::tests {
namespace {

using Clock = std::chrono::steady_clock;

/// Two servers that share a database and a models folder, and nothing else.
class Replicas : public OnEachDatabase {
  protected:
    Replicas() {
        home_.add_model("m1", 1);
        home_.models().activate("m1");
        for (auto* const server : {&first_, &second_})
            server->emplace(home_.folder(), home_.environment());
    }
    [[nodiscard]] static std::size_t recommended(const ServerProcess& server, std::int64_t movie) {
        const HttpAnswer answer = server.send("POST", "/recommendations/cold-start",
                                              "{\"candidates\":[" + std::to_string(movie) + "]}");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return boost::json::parse(answer.body).at("recommendations").as_array().size();
    }
    /// Until `holds` does; ten seconds at the most.
    [[nodiscard]] static Clock::duration time_until(const std::function<bool()>& holds) {
        const auto begun = Clock::now();
        while (!holds() && Clock::now() - begun < std::chrono::seconds(10))
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return Clock::now() - begun;
    }

    ServedHome home_{TestDatabase::is_available(GetParam()) ? GetParam() : DatabaseKind::sqlite};
    std::optional<ServerProcess> first_;
    std::optional<ServerProcess> second_;
};
INSTANTIATE_TEST_SUITE_P(, Replicas, kEachDatabase, kDatabaseName);

TEST_P(Replicas, SeeEachOthersAccountsAndRatingsAtOnce) {
    ASSERT_EQ(
        first_
            ->send("POST", "/users/",
                   R"({"username":"ada","email":"ada@example.org","password":"correct horse"})")
            .status,
        201);
    const HttpAnswer login =
        second_->send("POST", "/auth/token", "username=ada@example.org&password=correct+horse",
                      "Content-Type: application/x-www-form-urlencoded\r\n");
    ASSERT_EQ(login.status, 200) << login.body;
    const std::string token =
        "Authorization: Bearer " +
        std::string(boost::json::parse(login.body).at("access_token").as_string()) + "\r\n";
    const std::string user = std::to_string(
        boost::json::parse(first_->send("GET", "/users/me", {}, token).body).at("id").as_int64());

    for (std::size_t i = 0; i < 5; ++i) {
        const domain::Movie& movie = home_.data().movies()[i];
        const HttpAnswer rated =
            first_->send("POST", "/ratings/",
                         "[{\"user_id\":" + user +
                             ",\"movie_id\":" + std::to_string(movie.id.value) + ",\"rating\":5}]",
                         token);
        ASSERT_EQ(rated.status, 201) << rated.body;
        const HttpAnswer answer = second_->send("GET", "/recommendations/me?n=100", {}, token);
        ASSERT_EQ(answer.status, 200) << answer.body;
        const auto body = boost::json::parse(answer.body);
        for (const auto& each : body.at("recommendations").as_array())
            EXPECT_NE(each.at("movie_id").as_int64(), movie.id.value);
    }
    EXPECT_EQ(
        boost::json::parse(second_->send("GET", "/users/me/ratings", {}, token).body).at("total"),
        5);
}

TEST_P(Replicas, SeeEachOthersMoviesWithinASecond) {
    // The machine may be busy at one moment: of several times, the middle one counts.
    std::vector<Clock::duration> taken;
    std::vector<Clock::duration> gone;
    for (int round = 0; round < 5; ++round) {
        const HttpAnswer posted = first_->send(
            "POST", "/movies/", R"({"title":"A new one","genres":["Drama"]})", home_.as_admin());
        ASSERT_EQ(posted.status, 201) << posted.body;
        const std::int64_t id = boost::json::parse(posted.body).at("id").as_int64();
        EXPECT_EQ(recommended(*first_, id), 1U);
        taken.push_back(time_until([&] { return recommended(*second_, id) == 1; }));

        const std::string path = "/movies/" + std::to_string(id);
        ASSERT_EQ(second_->send("DELETE", path, {}, home_.as_admin()).status, 200);
        EXPECT_EQ(recommended(*second_, id), 0U);
        gone.push_back(time_until([&] { return recommended(*first_, id) == 0; }));
    }
    std::ranges::sort(taken);
    std::ranges::sort(gone);
    EXPECT_LT(taken[2], std::chrono::seconds(1));
    EXPECT_LT(gone[2], std::chrono::seconds(1));
    EXPECT_LT(taken.back(), std::chrono::seconds(10));
    EXPECT_LT(gone.back(), std::chrono::seconds(10));
}

}  // namespace
}  // namespace neurec::tests
