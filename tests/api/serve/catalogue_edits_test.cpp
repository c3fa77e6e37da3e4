#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

class CatalogueEdits : public ServedApi {
  protected:
    [[nodiscard]] HttpAnswer admin(std::string_view method, std::string_view path,
                                   std::string_view body = {}) const {
        return send(method, path, body, home().as_admin());
    }
    [[nodiscard]] std::size_t recommended(std::int64_t movie) const {
        const HttpAnswer answer = cold_start("{\"candidates\":[" + std::to_string(movie) + "]}");
        return boost::json::parse(answer.body).at("recommendations").as_array().size();
    }
};

TEST_F(CatalogueEdits, AMoviePostedNowIsFoundAndRecommendableNow) {
    const std::string genre = movie(0).genres.at(0);
    const HttpAnswer posted =
        admin("POST", "/movies/",
              R"j({"title":"Zażółć gęślą jaźń (2026)","genres":[")j" + genre + R"("]})");
    ASSERT_EQ(posted.status, 201) << posted.body;
    const std::int64_t id = boost::json::parse(posted.body).at("id").as_int64();
    EXPECT_EQ(boost::json::parse(get("/movies/?title=zazolc").body).at("total"), 1);
    EXPECT_EQ(recommended(id), 1U);

    const std::string path = "/movies/" + std::to_string(id);
    EXPECT_EQ(admin("PUT", path, R"j({"title":"Renamed (2025)","genres":[]})j").status, 200);
    EXPECT_THAT(get(path).body, testing::HasSubstr("Renamed (2025)"));
    EXPECT_EQ(boost::json::parse(get("/movies/?title=zazolc").body).at("total"), 0);

    EXPECT_EQ(admin("DELETE", path).status, 200);
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(recommended(id), 0U);
    EXPECT_EQ(admin("DELETE", path).status, 404);
    EXPECT_EQ(admin("PUT", path, R"({"title":"Gone","genres":[]})").status, 404);
}

TEST_F(CatalogueEdits, AMovieKeepsTheIdThatItsClientChose) {
    const std::string body = R"({"id":9007199254740991,"title":"Last","genres":["Drama"]})";
    EXPECT_EQ(admin("POST", "/movies/", body).status, 201);
    const HttpAnswer again = admin("POST", "/movies/", body);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.body, R"({"detail":"Movie already exists"})");
    EXPECT_EQ(admin("DELETE", "/movies/9007199254740991").status, 200);
    // What was learned of a movie shall not pass to another one.
    const HttpAnswer after = admin("POST", "/movies/", body);
    EXPECT_EQ(after.status, 409);
    EXPECT_THAT(after.body, testing::HasSubstr("belonged to a movie that was deleted"));
}

TEST_F(CatalogueEdits, GenresGetTheNamesThatTheCatalogueHas) {
    const std::string known = movie(0).genres.at(0);
    std::string shouted = known;
    std::ranges::transform(shouted, shouted.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto genres_of = [](const HttpAnswer& answer) {
        return boost::json::serialize(parsed(answer).at("genres"));
    };
    const HttpAnswer posted =
        admin("POST", "/movies/",
              R"j({"title":"Spelt (2026)","genres":["None"," )j" + shouted + R"j( ","",")j" +
                  known + R"j(","Steampunk ","(no genres listed)","unknown"]})j");
    ASSERT_EQ(posted.status, 201) << posted.body;
    const std::string both = "[\"" + known + R"(","Steampunk"])";
    EXPECT_EQ(genres_of(posted), both);
    const std::string path = "/movies/" + std::to_string(parsed(posted).at("id").as_int64());
    EXPECT_EQ(genres_of(get(path)), both);
    for (const char* spelling : {"Steampunk", "steampunk", "STEAMPUNK", "%20Steampunk%20"})
        EXPECT_EQ(parsed(get("/movies/?genre=" + std::string(spelling))).at("total"), 1)
            << spelling;

    const HttpAnswer put =
        admin("PUT", path, R"j({"title":"Spelt (2026)","genres":["STEAMPUNK","none"]})j");
    EXPECT_EQ(genres_of(put), R"(["Steampunk"])");
    EXPECT_EQ(genres_of(get(path)), R"(["Steampunk"])");
    EXPECT_EQ(admin("DELETE", path).status, 200);
    EXPECT_EQ(get("/movies/?genre=steampunk").status, 422) << "no movie has it any more";
}

TEST_F(CatalogueEdits, AMovieThatDoesNotFitIsRefused) {
    for (const char* body :
         {R"({"id":0,"title":"A","genres":[]})", R"({"title":"","genres":[]})", R"({"title":"A"})",
          R"({"title":"A","genres":"Drama"})",
          R"({"title":"A","genres":["123456789 123456789 123456789 123456789 123456789 1"]})",
          R"({"id":9007199254740992,"title":"A","genres":[]})"})
        EXPECT_EQ(admin("POST", "/movies/", body).status, 422) << body;
}

}  // namespace
}  // namespace neurec::tests
