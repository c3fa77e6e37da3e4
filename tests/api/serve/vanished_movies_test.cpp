#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::Contains;
using testing::Not;

/// Deleted and rated movies, looked for in every answer that has movies.
class VanishedMovies : public ServedApi {
  protected:
    /// A movie with the genres of the first one, so that lists have a reason to name it.
    [[nodiscard]] std::int64_t post_movie() const {
        const boost::json::object body{
            {"title", "Here for a Moment (1999)"},
            {"genres", boost::json::array(movie(0).genres.begin(), movie(0).genres.end())}};
        const HttpAnswer posted =
            send("POST", "/movies/", boost::json::serialize(body), home().as_admin());
        EXPECT_EQ(posted.status, 201) << posted.body;
        return parsed(posted).at("id").as_int64();
    }
    [[nodiscard]] HttpAnswer rate(const Member& member, std::int64_t rated) const {
        return send("POST", "/ratings/",
                    R"([{"user_id":)" + std::to_string(member.id) + R"(,"movie_id":)" +
                        std::to_string(rated) + R"(,"rating":5}])",
                    member.header);
    }
    /// Every answer that could name the movie, by who asks for it.
    [[nodiscard]] std::vector<HttpAnswer> answers(const Member& member, std::int64_t wanted) const {
        const std::string movie = std::to_string(wanted);
        std::vector<HttpAnswer> all = {
            get("/movies/?size=1000"),
            get("/movies/?title=moment"),
            get("/recommendations/onboarding-movies?num_movies=100"),
            get("/recommendations/popular?n=100"),
            get("/movies/" + id(0) + "/similar?n=100"),
            send("GET", "/recommendations/me?n=100", {}, member.header),
            cold_start(R"({"num_recommendations":100,"candidates":[)" + movie + "]}"),
            cold_start(R"({"num_recommendations":100,"diversity":0.5})"),
            cold_start(R"({"num_recommendations":100,"user_id":)" + std::to_string(member.id) +
                       "}")};
        for (const char* strategy :
             {"exhaustive", "hybrid", "popularity", "collaborative", "content"})
            all.push_back(cold_start(R"({"num_recommendations":100,"strategy":")" +
                                     std::string(strategy) + R"(","ratings":[{"movie_id":)" +
                                     id(0) + R"(,"rating":5}]})"));
        return all;
    }
    [[nodiscard]] static bool names(const HttpAnswer& answer, std::int64_t movie) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        const std::string number = std::to_string(movie);
        return answer.body.find("\"movie_id\":" + number + ",") != std::string::npos ||
               answer.body.find("\"id\":" + number + ",") != std::string::npos;
    }
};

TEST_F(VanishedMovies, DeletedOnesAreGoneFromEveryAnswerAtOnce) {
    const Member member = sign_up();
    const std::int64_t movie = post_movie();
    const std::string path = "/movies/" + std::to_string(movie);
    ASSERT_EQ(rate(member, movie).status, 201);
    std::size_t named = 0;
    for (const HttpAnswer& answer : answers(member, movie))
        named += names(answer, movie) ? 1 : 0;
    EXPECT_GE(named, 3U) << "it was there before";

    ASSERT_EQ(send("DELETE", path, {}, home().as_admin()).status, 200);

    for (const HttpAnswer& answer : answers(member, movie))
        EXPECT_FALSE(names(answer, movie)) << answer.body.substr(0, 300);
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(get(path + "/similar").status, 404);
    EXPECT_EQ(rate(member, movie).status, 422);
    EXPECT_EQ(parsed(send("GET", "/users/me/ratings", {}, member.header)).at("total"), 0);
    EXPECT_EQ(
        cold_start(R"({"ratings":[{"movie_id":)" + std::to_string(movie) + R"(,"rating":5}]})")
            .status,
        422);
}

TEST_F(VanishedMovies, RatedOnesAreNeverRecommendedByAnyStrategy) {
    const Member member = sign_up();
    const std::string user = R"("user_id":)" + std::to_string(member.id);
    for (const char* strategy :
         {"exhaustive", "hybrid", "popularity", "collaborative", "content"}) {
        const std::string request =
            "{" + user + R"(,"num_recommendations":100,"strategy":")" + strategy + R"("})";
        const std::vector<std::int64_t> before = recommended_ids(cold_start(request));
        ASSERT_FALSE(before.empty()) << strategy;
        ASSERT_EQ(rate(member, before.front()).status, 201);
        EXPECT_THAT(recommended_ids(cold_start(request)), Not(Contains(before.front())))
            << strategy;
        EXPECT_THAT(recommended_ids(send("GET", "/recommendations/me?n=100", {}, member.header)),
                    Not(Contains(before.front())));
        EXPECT_THAT(recommended_ids(cold_start("{" + user + R"(,"candidates":[)" +
                                               std::to_string(before.front()) + "]}")),
                    testing::IsEmpty());
    }
}

}  // namespace
}  // namespace neurec::tests
