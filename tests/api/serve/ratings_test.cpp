#include <gmock/gmock.h>

#include "application/services/timestamps.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

class Ratings : public ServedApi {
  protected:
    Member member_ = sign_up();

    [[nodiscard]] std::string rating(std::size_t movie, const char* stars,
                                     const std::string& more = {}) const {
        return R"({"user_id":)" + std::to_string(member_.id) + R"(,"movie_id":)" + id(movie) +
               R"(,"rating":)" + stars + more + "}";
    }
    [[nodiscard]] HttpAnswer rate(const std::string& ratings) const {
        return send("POST", "/ratings/", "[" + ratings + "]", member_.header);
    }
    [[nodiscard]] boost::json::object own() const {
        return boost::json::parse(send("GET", "/users/me/ratings", {}, member_.header).body)
            .as_object();
    }
};

TEST_F(Ratings, AreStoredInBulkAndShownToTheirOwner) {
    const HttpAnswer answer = rate(rating(3, "4.5", R"(,"timestamp":"2026-11-23T10:30:00+01:00")") +
                                   "," + rating(5, "2"));
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto stored = boost::json::parse(answer.body).as_array();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].at("timestamp"), "2026-11-23T09:30:00Z");
    EXPECT_EQ(stored[0].at("id").as_string().size(), 36U);
    EXPECT_NE(stored[0].at("id"), stored[1].at("id"));
    EXPECT_EQ(own().at("total"), 2);
}

TEST_F(Ratings, AreOfNoTimeInTheFutureOrBefore1970) {
    for (const char* time : {"2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
                             "1899-12-31T23:59:59Z", "0001-01-01T00:00:00Z"}) {
        const HttpAnswer answer =
            rate(rating(3, "4", R"(,"timestamp":")" + std::string(time) + R"(")"));
        EXPECT_EQ(answer.status, 422) << time;
        EXPECT_THAT(answer.body, testing::HasSubstr(R"("loc":["body",0,"timestamp"])"));
    }
    EXPECT_EQ(own().at("total"), 0);
    const std::int64_t now = home().ports().clock.now();
    const HttpAnswer ahead =
        rate(rating(3, "4", R"(,"timestamp":")" + application::rfc3339_text(now + 200) + R"(")"));
    ASSERT_EQ(ahead.status, 201) << ahead.body;
    const boost::json::value stored = boost::json::parse(ahead.body);
    EXPECT_LT(application::seconds_of_rfc3339(stored.at(0).at("timestamp").as_string().c_str()),
              now + 100)
        << "a clock that is a little ahead says now";
}

TEST_F(Ratings, AreListedByPageOrByOffsetAndLimit) {
    ASSERT_EQ(rate(rating(1, "4") + "," + rating(2, "4") + "," + rating(3, "4")).status, 201);
    const auto movies_of = [&](const std::string& query) {
        const HttpAnswer answer = send("GET", "/users/me/ratings?" + query, {}, member_.header);
        const boost::json::object body = parsed(answer);
        std::vector<std::string> movies;
        for (const auto& each : body.at("ratings").as_array())
            movies.push_back(std::to_string(each.at("movie_id").as_int64()));
        return movies;
    };
    EXPECT_EQ(movies_of("page=2&size=2"), std::vector<std::string>{id(3)});
    EXPECT_EQ(movies_of("offset=1&limit=2"), (std::vector<std::string>{id(2), id(3)}));
    EXPECT_EQ(send("GET", "/users/me/ratings?page=1&limit=2", {}, member_.header).status, 422);
    EXPECT_EQ(send("GET", "/users/me/ratings?skip=1", {}, member_.header).status, 422);
}

TEST_F(Ratings, OfTheSameMovieReplaceTheOneBefore) {
    ASSERT_EQ(rate(rating(3, "1") + "," + rating(3, "2")).status, 201);
    ASSERT_EQ(rate(rating(3, "5")).status, 201);
    EXPECT_EQ(own().at("total"), 1);
    EXPECT_EQ(own().at("ratings").as_array().at(0).at("rating").to_number<double>(), 5);
}

TEST_F(Ratings, AreAllStoredOrNone) {
    const HttpAnswer unknown =
        rate(rating(3, "4") + R"(,{"user_id":)" + std::to_string(member_.id) +
             R"(,"movie_id":9007199254740991,"rating":3})");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_THAT(unknown.body, testing::HasSubstr(R"("loc":["body",1,"movie_id"])"));
    EXPECT_EQ(rate(rating(3, "4") + "," + rating(4, "9")).status, 422);
    EXPECT_EQ(rate(rating(3, "4") + "," + rating(4, "3", R"(,"timestamp":"yesterday")")).status,
              422);
    EXPECT_EQ(rate(rating(3, "4") + R"(,{"user_id":1,"movie_id":1,"rating":3})").status, 403);
    EXPECT_EQ(own().at("total"), 0);
}

TEST_F(Ratings, OfMoreThanOneRequestMayHaveAreRefused) {
    const std::string one = rating(3, "4");
    const auto bulk = [&](std::size_t count) {
        std::string all = one;
        for (std::size_t i = 1; i < count; ++i)
            all += "," + one;
        return all;
    };
    EXPECT_EQ(rate(bulk(application::kMostRatings + 1)).status, 422);
    EXPECT_EQ(own().at("total"), 0);
    EXPECT_EQ(rate(bulk(application::kMostRatings)).status, 201);
    EXPECT_EQ(own().at("total"), 1) << "of the same movie";
}

TEST_F(Ratings, AreSeenByTheVeryNextRecommendation) {
    const auto recommended = [&] {
        return boost::json::parse(send("GET", "/recommendations/me?n=5", {}, member_.header).body)
            .at("recommendations")
            .as_array();
    };
    const auto before = recommended();
    ASSERT_EQ(before.size(), 5U);
    const std::int64_t first = before[0].at("movie_id").as_int64();
    ASSERT_EQ(rate(R"({"user_id":)" + std::to_string(member_.id) + R"(,"movie_id":)" +
                   std::to_string(first) + R"(,"rating":5})")
                  .status,
              201);
    for (const auto& each : recommended())
        EXPECT_NE(each.at("movie_id"), first);
}

TEST_F(Ratings, AreTakenBackByTheirOwnerAlone) {
    const auto stored = boost::json::parse(rate(rating(3, "4")).body).as_array();
    const std::string path = "/ratings/" + std::string(stored.at(0).at("id").as_string());
    const Member other = sign_up();
    EXPECT_EQ(send("DELETE", path, {}, other.header).status, 403);
    EXPECT_EQ(send("DELETE", path).status, 401);
    EXPECT_EQ(own().at("total"), 1);
    EXPECT_EQ(send("DELETE", path, {}, member_.header).status, 200);
    EXPECT_EQ(send("DELETE", path, {}, member_.header).status, 404);
    EXPECT_EQ(send("DELETE", "/ratings/abc", {}, member_.header).status, 404);
    EXPECT_EQ(own().at("total"), 0);
}

TEST_F(Ratings, OfAnyoneAreStoredForAnAdmin) {
    const HttpAnswer answer =
        send("POST", "/ratings/", "[" + rating(3, "4") + "]", home().as_admin());
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(own().at("total"), 1);
}

TEST_F(Ratings, GoWithTheirUser) {
    ASSERT_EQ(rate(rating(3, "4")).status, 201);
    const std::string path = "/users/" + std::to_string(member_.id);
    ASSERT_EQ(send("DELETE", path, {}, member_.header).status, 200);
    member_ = sign_up();
    EXPECT_EQ(own().at("total"), 0);
}

}  // namespace
}  // namespace neurec::tests
