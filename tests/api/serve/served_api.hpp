#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <optional>
#include <string>

#include "support/api_contract.hpp"
#include "support/http_client.hpp"
#include "support/served_home.hpp"

namespace neurec::tests {

/// Every answer that these programs read is held against the API's document.
inline const bool kAnswersAreHeldToTheContract = hold_answers_to_the_contract();

/// The whole API over a home with model "m1", listening on a port of its own. The home is made once
/// a process.
class ServedApi : public testing::Test {
  protected:
    void SetUp() override {
        if (!TestDatabase::is_available(TestDatabase::kind_of_this_run()))
            GTEST_SKIP() << "needs a PostgreSQL server in NEUREC_TEST_POSTGRES_URL; "
                            "script/with-postgres starts one";
    }
    ServedApi() {
        home().models().activate("m1");
        api_.emplace(home().ports(), "1.2.3");
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger(),
            presentation::http::ServerOptions{.metrics = home().metrics()});
    }

    static ServedHome& home() {
        static ServedHome home;
        static const bool has_models = [] {
            home.add_model("m1", 1);
            home.add_model("m2", 2);
            return true;
        }();
        static_cast<void>(has_models);
        return home;
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] HttpAnswer get(std::string_view target) const {
        return exchange(port(), "GET", target);
    }
    /// By an admin, who may ask about any user.
    [[nodiscard]] HttpAnswer cold_start(std::string_view body,
                                        std::string_view headers = {}) const {
        return exchange(port(), "POST", "/recommendations/cold-start", body,
                        home().as_admin() + std::string(headers));
    }
    /// A request with a header such as as_admin(); without one, by nobody.
    [[nodiscard]] HttpAnswer send(std::string_view method, std::string_view target,
                                  std::string_view body = {}, std::string_view headers = {}) const {
        return exchange(port(), method, target, body, headers);
    }
    [[nodiscard]] HttpAnswer log_in(const std::string& email, const std::string& password) const {
        return send("POST", "/auth/token", "username=" + email + "&password=" + password,
                    "Content-Type: application/x-www-form-urlencoded\r\n");
    }
    /// Somebody who has just signed up.
    struct Member {
        std::int64_t id = 0;
        std::string email;
        std::string header;  ///< of their requests
    };
    [[nodiscard]] Member sign_up() const {
        static int count = 0;
        const std::string name = "member" + std::to_string(++count);
        Member member{.id = 0, .email = name + "@example.org", .header = {}};
        const HttpAnswer signed_up =
            send("POST", "/users/",
                 R"({"username":")" + name + R"(","email":")" + member.email +
                     R"(","password":"correct horse","age":30,"gender":"F","occupation":3})");
        EXPECT_EQ(signed_up.status, 201) << signed_up.body;
        member.id = boost::json::parse(signed_up.body).at("id").as_int64();
        const HttpAnswer token = log_in(member.email, "correct+horse");
        EXPECT_EQ(token.status, 200) << token.body;
        member.header = "Authorization: Bearer " +
                        std::string(boost::json::parse(token.body).at("access_token").as_string()) +
                        "\r\n";
        return member;
    }
    /// A movie of the catalogue by its position.
    [[nodiscard]] static const domain::Movie& movie(std::size_t position) {
        return home().data().movies()[position];
    }
    [[nodiscard]] static std::string id(std::size_t position) {
        return std::to_string(movie(position).id.value);
    }

    std::optional<presentation::http::Api> api_;
    std::optional<presentation::http::Server> server_;  ///< goes before the API that it serves
};

[[nodiscard]] inline boost::json::object parsed(const HttpAnswer& answer) {
    boost::system::error_code error;
    auto value = boost::json::parse(answer.body, error);
    EXPECT_FALSE(error) << answer.body;
    return value.is_object() ? value.as_object() : boost::json::object();
}

/// A text as a JSON value, to compare with.
[[nodiscard]] inline boost::json::value text_value(std::string_view text) {
    return boost::json::string(text.data(), text.size());
}

/// The ids in a recommendation's answer, in order.
[[nodiscard]] inline std::vector<std::int64_t> recommended_ids(const HttpAnswer& answer) {
    std::vector<std::int64_t> ids;
    const boost::json::object body = parsed(answer);
    for (const auto& each : body.at("recommendations").as_array())
        ids.push_back(each.at("movie_id").to_number<std::int64_t>());
    return ids;
}

}  // namespace neurec::tests
