#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::Contains;
using testing::Not;

class SimilarMovies : public ServedApi {
  protected:
    [[nodiscard]] std::string path_of(std::size_t position, const std::string& query = {}) const {
        return "/movies/" + id(position) + "/similar" + query;
    }
};

TEST_F(SimilarMovies, AreAnsweredWithScoresTheMostSimilarFirst) {
    const HttpAnswer answer = get(path_of(0, "?n=5"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const boost::json::object body = parsed(answer);
    EXPECT_EQ(body.at("movie_id").to_number<std::int64_t>(), movie(0).id.value);
    const auto& similar = body.at("recommendations").as_array();
    ASSERT_EQ(similar.size(), 5U);
    double before = 1;
    for (const auto& each : similar) {
        const auto score = each.at("similarity_score").to_number<double>();
        EXPECT_LE(score, before);
        EXPECT_GE(score, 0);
        EXPECT_TRUE(each.at("genres").is_array());
        EXPECT_FALSE(each.at("title").as_string().empty());
        before = score;
    }
    EXPECT_THAT(recommended_ids(answer), Not(Contains(movie(0).id.value)));
    EXPECT_EQ(parsed(get(path_of(0))).at("recommendations").as_array().size(), 10U);
}

TEST_F(SimilarMovies, OfAMovieFromAfterTheTrainingAreFoundByItsContent) {
    // The same title and genres, so that nothing can be more like it than the original.
    const boost::json::object twin{
        {"title", movie(7).title},
        {"genres", boost::json::array(movie(7).genres.begin(), movie(7).genres.end())}};
    const HttpAnswer posted =
        send("POST", "/movies/", boost::json::serialize(twin), home().as_admin());
    ASSERT_EQ(posted.status, 201) << posted.body;
    const std::string path = "/movies/" + std::to_string(parsed(posted).at("id").as_int64());

    const HttpAnswer similar = get(path + "/similar?n=100");
    EXPECT_EQ(similar.status, 200) << similar.body;
    EXPECT_EQ(recommended_ids(similar).size(), 100U);
    EXPECT_EQ(send("DELETE", path, {}, home().as_admin()).status, 200);
    EXPECT_EQ(get(path + "/similar").status, 404);
}

TEST_F(SimilarMovies, NeverNameADeletedMovie) {
    const HttpAnswer posted =
        send("POST", "/movies/", R"j({"title":"Short-lived (1999)","genres":["Drama"]})j",
             home().as_admin());
    ASSERT_EQ(posted.status, 201) << posted.body;
    const std::int64_t gone = parsed(posted).at("id").as_int64();
    ASSERT_EQ(send("DELETE", "/movies/" + std::to_string(gone), {}, home().as_admin()).status, 200);
    for (std::size_t position = 0; position < 20; ++position)
        EXPECT_THAT(recommended_ids(get(path_of(position, "?n=100"))), Not(Contains(gone)));
}

TEST_F(SimilarMovies, OfNothingAndInNoNumberAreRefused) {
    EXPECT_EQ(get("/movies/987654321/similar").body, R"({"detail":"Movie not found"})");
    EXPECT_EQ(get("/movies/9223372036854775807/similar").status, 404);
    EXPECT_EQ(get("/movies/abc/similar").status, 422);
    EXPECT_EQ(get(path_of(0, "?n=0")).status, 422);
    EXPECT_EQ(get(path_of(0, "?n=101")).status, 422);
}

class PopularMovies : public ServedApi {};

TEST_F(PopularMovies, AreTheMostLikedFirst) {
    const HttpAnswer answer = get("/recommendations/popular?n=20");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const boost::json::object body = parsed(answer);
    const auto& popular = body.at("recommendations").as_array();
    ASSERT_EQ(popular.size(), 20U);
    for (std::size_t i = 1; i < popular.size(); ++i)
        EXPECT_GE(popular[i - 1].at("likes").to_number<int>(),
                  popular[i].at("likes").to_number<int>());
    EXPECT_EQ(recommended_ids(get("/recommendations/popular")).size(), 10U);
}

TEST_F(PopularMovies, OfAGenreAreOfThatGenreInAnyCaseOfItsLetters) {
    std::string genre = movie(0).genres.at(0);
    const HttpAnswer answer = get("/recommendations/popular?n=100&genre=" + genre);
    const boost::json::object body = parsed(answer);
    for (const auto& each : body.at("recommendations").as_array())
        EXPECT_THAT(each.at("genres").as_array(), Contains(text_value(genre)));
    EXPECT_THAT(recommended_ids(answer), Contains(movie(0).id.value));
    for (char& letter : genre)
        letter = static_cast<char>(std::toupper(letter));
    EXPECT_EQ(get("/recommendations/popular?n=100&genre=" + genre).body, answer.body);
}

TEST_F(PopularMovies, OfAnUnknownGenreAreRefusedWithTheKnownOnes) {
    const HttpAnswer answer = get("/recommendations/popular?genre=Nonsense");
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, testing::HasSubstr(R"("loc":["query","genre"])"));
    EXPECT_THAT(answer.body, testing::HasSubstr(movie(0).genres.at(0)));
    EXPECT_EQ(get("/recommendations/popular?n=101").status, 422);
}

}  // namespace
}  // namespace neurec::tests
