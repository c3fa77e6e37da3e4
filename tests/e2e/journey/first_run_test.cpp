#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <set>

#include "home.hpp"
#include "support/http_client.hpp"

namespace neurec::tests {
namespace {

/// Made data, imported and trained on; the server runs.
class FirstRun : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        home_ = new Home;
        home_->import_made_data();
        home_->succeed({"train", "--epochs", "8"});
        server_ = new ChildProcess(home_->command({"serve"}), home_->environment());
        port_ = port_of(*server_);
    }
    /// A header of the admin that `neurec user create-admin` made.
    [[nodiscard]] static std::string as_admin() {
        auto environment = home_->environment();
        environment["NEUREC_ADMIN_PASSWORD"] = "correct horse";
        const Finished made = run(
            home_->command({"user", "create-admin", "--email", "admin@example.org"}), environment);
        EXPECT_EQ(made.status.code, 0) << made.errors;
        const HttpAnswer token = exchange(port_, "POST", "/auth/token",
                                          "username=admin%40example.org&password=correct+horse",
                                          "Content-Type: application/x-www-form-urlencoded\r\n");
        EXPECT_EQ(token.status, 200) << token.body;
        return "Authorization: Bearer " +
               std::string(boost::json::parse(token.body).at("access_token").as_string()) + "\r\n";
    }
    static void TearDownTestSuite() {
        delete server_;
        delete home_;
    }
    [[nodiscard]] static boost::json::array recommended(const std::string& request,
                                                        const std::string& headers = {}) {
        const HttpAnswer answer =
            exchange(port_, "POST", "/recommendations/cold-start", request, headers);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return boost::json::parse(answer.body).at("recommendations").as_array();
    }
    /// The `count` most liked movies of a genre, for somebody to like.
    [[nodiscard]] static std::vector<std::int64_t> liked_movies(std::string_view genre,
                                                                std::size_t count) {
        const auto answer =
            boost::json::parse(exchange(port_, "GET", "/recommendations/onboarding-movies").body);
        std::vector<std::int64_t> ids;
        for (const auto& movie : answer.at("recommendations").at(genre).as_array())
            if (ids.size() < count) ids.push_back(movie.at("movie_id").as_int64());
        return ids;
    }
    [[nodiscard]] static std::string profile_of(const std::vector<std::int64_t>& liked) {
        boost::json::array ratings;
        for (const std::int64_t id : liked)
            ratings.push_back({{"movie_id", id}, {"rating", 5}});
        return boost::json::serialize(boost::json::object{{"ratings", ratings}});
    }
    [[nodiscard]] static std::set<std::int64_t> ids_of(const boost::json::array& movies) {
        std::set<std::int64_t> ids;
        for (const auto& movie : movies)
            ids.insert(movie.at("movie_id").as_int64());
        return ids;
    }

    static inline Home* home_ = nullptr;
    static inline ChildProcess* server_ = nullptr;
    static inline std::uint16_t port_ = 0;
};

TEST_F(FirstRun, IsReadyOnceItListens) {
    EXPECT_EQ(exchange(port_, "GET", "/health/ready").status, 200);
    EXPECT_EQ(exchange(port_, "GET", "/recommendations/health").status, 200);
}

TEST_F(FirstRun, AnswersAStrangerWithTenDifferentMovies) {
    EXPECT_EQ(ids_of(recommended("{}")).size(), 10U);
}

TEST_F(FirstRun, GivesPeopleOfDifferentTastesDifferentMovies) {
    const auto genres =
        boost::json::parse(exchange(port_, "GET", "/recommendations/onboarding-movies").body)
            .at("recommendations")
            .as_object();
    ASSERT_GE(genres.size(), 2U);
    const auto first = liked_movies(genres.begin()->key(), 5);
    const auto last = liked_movies((genres.end() - 1)->key(), 5);
    EXPECT_NE(ids_of(recommended(profile_of(first))), ids_of(recommended(profile_of(last))));
}

TEST_F(FirstRun, NeverRecommendsWhatThePersonHasRated) {
    const auto liked = liked_movies("Comedy", 5);
    ASSERT_FALSE(liked.empty());
    const auto answered = ids_of(recommended(profile_of(liked)));
    for (const std::int64_t id : liked)
        EXPECT_FALSE(answered.contains(id));
}

TEST_F(FirstRun, RecommendsTheSameOnTheCommandLine) {
    const Finished table = home_->succeed({"recommend", "--user", "42"});
    const auto movies = recommended(R"({"user_id": 42})", as_admin());
    ASSERT_EQ(movies.size(), 10U);
    for (const auto& movie : movies)
        EXPECT_THAT(table.output, testing::HasSubstr(std::string(movie.at("title").as_string())));
}

}  // namespace
}  // namespace neurec::tests
