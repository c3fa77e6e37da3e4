#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using Ids = std::vector<std::int64_t>;

class ColdStart : public ServedApi {
  protected:
    /// Type, place and message of the only fault.
    static void expect_fault(const HttpAnswer& answer, std::string_view type,
                             std::string_view location) {
        ASSERT_EQ(answer.status, 422) << answer.body;
        const boost::json::object body = parsed(answer);
        const auto& faults = body.at("detail").as_array();
        ASSERT_EQ(faults.size(), 1U) << answer.body;
        EXPECT_EQ(faults[0].at("type"), text_value(type));
        EXPECT_EQ(faults[0].at("loc"),
                  boost::json::parse(boost::json::string_view(location.data(), location.size())))
            << answer.body;
    }
};

TEST_F(ColdStart, AnswersAVisitorOfWhomNothingIsKnown) {
    const HttpAnswer answer = cold_start("{}");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const boost::json::object body = parsed(answer);
    EXPECT_EQ(body.at("user_id"), "anonymous");
    const auto& movies = body.at("recommendations").as_array();
    ASSERT_EQ(movies.size(), 10U);
    double last = 1;
    for (const auto& each : movies) {
        const double score = each.at("similarity_score").to_number<double>();
        EXPECT_GE(score, 0);
        EXPECT_LE(score, last);
        last = score;
        EXPECT_TRUE(each.at("title").is_string());
        EXPECT_TRUE(each.at("genres").is_array());
        EXPECT_FALSE(each.as_object().contains("reasons"));
    }
}

TEST_F(ColdStart, AnswersForAUserById) {
    const domain::UserId user = home().data().users()[3].id;
    const HttpAnswer answer =
        cold_start("{\"user_id\":" + std::to_string(user.value) + ",\"num_recommendations\":100}");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(parsed(answer).at("user_id"), text_value(std::to_string(user.value)));
    const Ids ids = recommended_ids(answer);
    for (const domain::MovieIndex rated : home().data().ratings_of(3).movies)
        EXPECT_EQ(std::ranges::count(ids, movie(rated).id.value), 0);
    EXPECT_EQ(ids.size(), std::min<std::size_t>(100, 120 - home().data().ratings_of(3).size()));
}

TEST_F(ColdStart, AnswersTheSameForAnImportedUserAndTheirInlineProfile) {
    const auto profile = home().data().profile_of(5);
    std::string ratings;
    for (const domain::RatedMovie& each : profile.ratings)
        ratings += (ratings.empty() ? "" : ",") +
                   ("{\"movie_id\":" + std::to_string(each.movie.value)) +
                   ",\"rating\":" + std::to_string(each.rating) + "}";
    const std::string inline_profile =
        "{\"age\":" + std::to_string(*profile.demographics.age) + ",\"gender\":\"" +
        std::string(domain::letter_of(*profile.demographics.gender)) +
        "\",\"occupation\":" + std::to_string(*profile.demographics.occupation) + ",\"ratings\":[" +
        ratings + "]}";
    const HttpAnswer by_id =
        cold_start("{\"user_id\":" + std::to_string(home().data().users()[5].id.value) + "}");
    EXPECT_EQ(recommended_ids(by_id), recommended_ids(cold_start(inline_profile)));
}

TEST_F(ColdStart, KeepsUserIdsForThatUserAndAdmins) {
    const std::string path = "/recommendations/cold-start";
    const Member member = sign_up();
    const std::string own = "{\"user_id\":" + std::to_string(member.id) + "}";
    EXPECT_EQ(send("POST", path, own, member.header).status, 200);
    EXPECT_EQ(send("POST", path, own, home().as_admin()).status, 200);
    const HttpAnswer anonymous = send("POST", path, own);
    EXPECT_EQ(anonymous.status, 401);
    EXPECT_EQ(anonymous.body, R"({"detail":"Not authenticated"})");
    EXPECT_EQ(anonymous.headers.at("www-authenticate"), "Bearer");
    const HttpAnswer foreign = send("POST", path, R"({"user_id":1})", member.header);
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(foreign.body, R"({"detail":"Not enough permissions"})");
    EXPECT_EQ(send("POST", path, R"({"age":30})").status, 200);
}

TEST_F(ColdStart, KnowsEdgesOf64BitIds) {
    for (const char* id : {"0", "-1", "9223372036854775807", "-9223372036854775808"}) {
        const HttpAnswer answer = cold_start("{\"user_id\":" + std::string(id) + "}");
        EXPECT_EQ(answer.status, 404) << id;
        EXPECT_EQ(answer.body, R"({"detail":"User not found"})");
    }
    expect_fault(cold_start(R"({"user_id":9223372036854775808})"), "int_parsing_size",
                 R"(["body","user_id"])");
    expect_fault(cold_start(R"({"user_id":1e400})"), "finite_number", R"(["body","user_id"])");
}

TEST_F(ColdStart, DependsOnWhoAsksAndWhatTheyLike) {
    const Ids nobody = recommended_ids(cold_start("{}"));
    EXPECT_NE(recommended_ids(cold_start(R"({"age":20,"gender":"M"})")),
              recommended_ids(cold_start(R"({"age":56,"gender":"F"})")));
    EXPECT_NE(
        recommended_ids(cold_start(R"({"ratings":[{"movie_id":)" + id(7) + R"(,"rating":5}]})")),
        nobody);
}

TEST_F(ColdStart, NeverReturnsWhatIsRated) {
    const Ids first = recommended_ids(cold_start(R"({"num_recommendations":3})"));
    std::string ratings;
    for (const std::int64_t each : first)
        ratings += (ratings.empty() ? "" : ",") +
                   ("{\"movie_id\":" + std::to_string(each) + ",\"rating\":5}");
    for (const char* strategy :
         {"exhaustive", "hybrid", "popularity", "collaborative", "content"}) {
        const HttpAnswer answer =
            cold_start("{\"num_recommendations\":100,\"strategy\":\"" + std::string(strategy) +
                       "\",\"ratings\":[" + ratings + "]}");
        ASSERT_EQ(answer.status, 200) << answer.body;
        const Ids ids = recommended_ids(answer);
        EXPECT_GE(ids.size(), 50U) << strategy;
        EXPECT_EQ(std::set<std::int64_t>(ids.begin(), ids.end()).size(), ids.size()) << strategy;
        for (const std::int64_t each : first)
            EXPECT_EQ(std::ranges::count(ids, each), 0) << strategy;
    }
}

TEST_F(ColdStart, RanksTheCandidatesThatExist) {
    const HttpAnswer answer =
        cold_start("{\"candidates\":[" + id(3) + ",987654321," + id(9) + "," + id(3) +
                   "],\"ratings\":[{\"movie_id\":" + id(20) + ",\"rating\":4}]}");
    Ids ids = recommended_ids(answer);
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (Ids{movie(3).id.value, movie(9).id.value}));
    EXPECT_EQ(recommended_ids(cold_start(R"({"candidates":[]})")), Ids{});
}

TEST_F(ColdStart, KeepsToTheGenresAndNamesTheKnownOnes) {
    const std::string genre = movie(0).genres.front();
    const HttpAnswer answer = cold_start("{\"genres\":[\"" + genre + "\"]}");
    const boost::json::object body = parsed(answer);
    for (const auto& each : body.at("recommendations").as_array())
        EXPECT_NE(std::ranges::find(each.at("genres").as_array(), text_value(genre)),
                  each.at("genres").as_array().end());
    const HttpAnswer unknown = cold_start(R"({"genres":["No such genre"]})");
    expect_fault(unknown, "value_error", R"(["body","genres",0])");
    EXPECT_NE(unknown.body.find(genre), std::string::npos);
}

TEST_F(ColdStart, ExplainsByPartsOfTheProfile) {
    const auto profile = home().data().profile_of(5);
    const HttpAnswer answer = cold_start(
        "{\"user_id\":" + std::to_string(home().data().users()[5].id.value) + ",\"explain\":true}");
    const boost::json::object body = parsed(answer);
    std::size_t reasons = 0;
    for (const auto& each : body.at("recommendations").as_array()) {
        double last = 1;
        for (const auto& reason : each.at("reasons").as_array()) {
            ++reasons;
            const double effect = reason.at("effect").to_number<double>();
            EXPECT_GT(effect, 0);
            EXPECT_LE(effect, last);
            last = effect;
            if (reason.at("kind") == "demographics") continue;
            const domain::MovieId named{reason.at("movie_id").to_number<std::int64_t>()};
            const auto rated =
                std::ranges::find(profile.ratings, named, &domain::RatedMovie::movie);
            ASSERT_NE(rated, profile.ratings.end());
            EXPECT_TRUE(domain::is_liked(rated->rating));
        }
    }
    EXPECT_GT(reasons, 0U) << answer.body;
}

TEST_F(ColdStart, ExplainsByTheFiftyNewestLikes) {
    const Member member = sign_up();
    // Of 70 likes, the lower the id, the newer.
    std::string ratings;
    for (int i = 0; i < 70; ++i) {
        const int minutes = 9 * 60 + 70 - i;
        const std::string minute = std::to_string(minutes % 60);
        ratings += (i == 0 ? "" : ",") + (R"({"user_id":)" + std::to_string(member.id)) +
                   R"(,"movie_id":)" + id(static_cast<std::size_t>(i)) +
                   R"(,"rating":5,"timestamp":"2020-01-01T)" + (minutes < 600 ? "09:" : "10:") +
                   (minute.size() < 2 ? "0" : "") + minute + R"(:00Z"})";
    }
    ASSERT_EQ(send("POST", "/ratings/", "[" + ratings + "]", member.header).status, 201);

    const HttpAnswer answer =
        send("GET", "/recommendations/me?n=50&explain=true", {}, member.header);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const boost::json::object body = parsed(answer);
    std::set<std::int64_t> named;
    for (const auto& each : body.at("recommendations").as_array())
        for (const auto& reason : each.at("reasons").as_array())
            if (reason.at("kind") == "liked_movie") named.insert(reason.at("movie_id").as_int64());
    EXPECT_FALSE(named.empty());
    for (std::size_t i = 50; i < 70; ++i)
        EXPECT_FALSE(named.contains(movie(i).id.value)) << "one of the twenty oldest";
}

TEST_F(ColdStart, RefusesYearsThatAreNotInOrder) {
    expect_fault(cold_start(R"({"year_from":1999,"year_to":1990})"), "value_error", R"(["body"])");
    EXPECT_EQ(cold_start(R"({"year_from":1990,"year_to":1990})").status, 200);
}

TEST_F(ColdStart, RefusesWhatDoesNotFit) {
    expect_fault(cold_start(""), "missing", R"(["body"])");
    expect_fault(cold_start("null"), "missing", R"(["body"])");
    expect_fault(cold_start("{"), "json_invalid", R"(["body",1])");
    expect_fault(cold_start("[]"), "model_attributes_type", R"(["body"])");
    expect_fault(cold_start(R"({"num_recommendations":0})"), "greater_than_equal",
                 R"(["body","num_recommendations"])");
    expect_fault(cold_start(R"({"num_recommendations":101})"), "less_than_equal",
                 R"(["body","num_recommendations"])");
    expect_fault(cold_start(R"({"num_recommendations":null})"), "int_type",
                 R"(["body","num_recommendations"])");
    expect_fault(cold_start(R"({"gender":"X"})"), "enum", R"(["body","gender"])");
    expect_fault(cold_start(R"({"occupation":21})"), "less_than_equal", R"(["body","occupation"])");
    expect_fault(cold_start(R"({"age":-1})"), "greater_than_equal", R"(["body","age"])");
    expect_fault(cold_start(R"({"strategy":"guess"})"), "enum", R"(["body","strategy"])");
    expect_fault(cold_start(R"({"diversity":1.5})"), "less_than_equal", R"(["body","diversity"])");
    expect_fault(cold_start(R"({"ratings":{}})"), "list_type", R"(["body","ratings"])");
    expect_fault(cold_start(R"({"ratings":[{"movie_id":)" + id(0) + R"(,"rating":9}]})"),
                 "less_than_equal", R"(["body","ratings",0,"rating"])");
    expect_fault(cold_start(R"({"ratings":[{"movie_id":1}]})"), "missing",
                 R"(["body","ratings",0,"rating"])");
    expect_fault(cold_start(R"({"user_id":1,"age":30})"), "value_error", R"(["body"])");
    expect_fault(cold_start(R"({"ratings":[{"movie_id":)" + id(0) +
                            R"(,"rating":5},{"movie_id":4242424,"rating":5}]})"),
                 "value_error", R"(["body","ratings",1,"movie_id"])");
}

TEST_F(ColdStart, RefusesOtherKindsOfBodies) {
    const HttpAnswer answer =
        cold_start("age=3", "Content-Type: application/x-www-form-urlencoded\r\n");
    EXPECT_EQ(answer.status, 415);
    EXPECT_EQ(cold_start("{}", "Content-Type: application/merge-patch+json\r\n").status, 200);
}

TEST_F(ColdStart, TakesTextsInAnyScript) {
    const HttpAnswer answer = cold_start(R"({"genres":["Кино 愛 \ud83c\udfac \u0000"]})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_NE(answer.body.find("Кино 愛 🎬 \\u0000"), std::string::npos) << answer.body;
}

using Movies = ServedApi;

TEST_F(Movies, AreListedByPage) {
    const HttpAnswer answer = get("/movies/?page=2&size=50");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const boost::json::object body = parsed(answer);
    EXPECT_EQ(body.at("total"), 120);
    EXPECT_EQ(body.at("page"), 2);
    EXPECT_EQ(body.at("size"), 50);
    EXPECT_EQ(body.at("pages"), 3);
    ASSERT_EQ(body.at("movies").as_array().size(), 50U);
    EXPECT_EQ(body.at("movies").at(0).at("id"), movie(50).id.value);
    EXPECT_EQ(body.at("movies").at(0).at("title"), text_value(movie(50).title));
    EXPECT_TRUE(parsed(get("/movies/?page=1000000000&size=1000")).at("movies").as_array().empty());
}

TEST_F(Movies, AreFilteredAndSorted) {
    const std::string genre = movie(0).genres.front();
    const boost::json::object body =
        parsed(get("/movies/?size=1000&sort=year&year_from=1990&year_to=1999&genre=" + genre));
    int last = 0;
    for (const auto& each : body.at("movies").as_array()) {
        const int year = domain::release_year(each.at("title").as_string().c_str()).value_or(0);
        EXPECT_GE(year, std::max(last, 1990));
        EXPECT_LE(year, 1999);
        last = year;
    }
    EXPECT_GT(last, 0);
}

TEST_F(Movies, AreSortedByHowOftenAndHowWellTheyAreRated) {
    const auto ratings = home().data().ratings_per_movie();
    const auto count_of = [&](const boost::json::value& each) {
        return ratings.at(
            *home().data().index_of(domain::MovieId{each.at("id").to_number<std::int64_t>()}));
    };
    const boost::json::object popular = parsed(get("/movies/?sort=popularity&size=30"));
    const auto& movies = popular.at("movies").as_array();
    ASSERT_EQ(movies.size(), 30U);
    for (std::size_t i = 1; i < movies.size(); ++i)
        EXPECT_GE(count_of(movies[i - 1]), count_of(movies[i]));
    EXPECT_EQ(get("/movies/?sort=mean_rating&title=the").status, 200);
    EXPECT_EQ(get("/movies/?sort=rating").status, 422);
}

TEST_F(Movies, AreSortedTheOtherWayRoundByAMinus) {
    for (const char* key : {"id", "title", "year", "popularity", "mean_rating"}) {
        const auto first_id = [&](const std::string& query) {
            return parsed(get("/movies/?" + query)).at("movies").at(0).at("id");
        };
        const std::string sort = "sort=-" + std::string(key);
        EXPECT_EQ(get("/movies/?" + sort).status, 200) << sort;
        EXPECT_NE(first_id(sort + "&year_from=1"),
                  first_id("sort=" + std::string(key) + "&year_from=1"));
    }
    int last = 9999;
    const boost::json::object body = parsed(get("/movies/?sort=-year&size=1000&year_from=1"));
    for (const auto& each : body.at("movies").as_array()) {
        const int year = domain::release_year(each.at("title").as_string().c_str()).value_or(0);
        EXPECT_LE(year, last);
        last = year;
    }
    EXPECT_EQ(get("/movies/?sort=--year").status, 422);
    EXPECT_EQ(get("/movies/?sort=minus_year").status, 422);
}

TEST_F(Movies, AreListedByOffsetAndLimit) {
    const boost::json::object body = parsed(get("/movies/?offset=7&limit=5"));
    ASSERT_EQ(body.at("movies").as_array().size(), 5U);
    EXPECT_EQ(body.at("movies").at(0).at("id"), movie(7).id.value);
    EXPECT_EQ(body.at("total"), 120);
    EXPECT_EQ(body.at("page"), 2);
    EXPECT_EQ(body.at("size"), 5);
    EXPECT_EQ(body.at("pages"), 24);
    EXPECT_EQ(parsed(get("/movies/?offset=0")).at("movies").as_array().size(), 100U);
    EXPECT_EQ(parsed(get("/movies/?limit=3")).at("movies").at(0).at("id"), movie(0).id.value);
    EXPECT_TRUE(parsed(get("/movies/?offset=9007199254740991")).at("movies").as_array().empty());
    for (const char* query :
         {"offset=-1", "limit=0", "limit=1001", "limit=-3", "offset=x", "page=1&limit=5",
          "size=5&offset=0", "page=1&size=5&offset=5&limit=5"})
        EXPECT_EQ(get("/movies/?" + std::string(query)).status, 422) << query;
}

TEST_F(Movies, OfAGenreAreFoundInAnyCaseAndOfAnUnknownOneRefused) {
    const std::string genre = movie(0).genres.front();
    std::string other = genre;
    for (char& c : other)
        c = static_cast<char>(std::islower(static_cast<unsigned char>(c)) != 0 ? std::toupper(c)
                                                                               : std::tolower(c));
    EXPECT_EQ(parsed(get("/movies/?genre=" + other)).at("total"),
              parsed(get("/movies/?genre=" + genre)).at("total"));
    for (const char* query : {"/movies/?genre=Nope", "/movies/?genre=", "/movies/?genre=None",
                              "/recommendations/popular?genre=Nope"}) {
        const HttpAnswer answer = get(query);
        EXPECT_EQ(answer.status, 422) << query;
        EXPECT_NE(answer.body.find(R"("loc":["query","genre"])"), std::string::npos) << answer.body;
        EXPECT_NE(answer.body.find(genre), std::string::npos) << "the known ones are named";
    }
    const Member member = sign_up();
    const HttpAnswer own = send("GET", "/recommendations/me?genre=Nope", {}, member.header);
    EXPECT_EQ(own.status, 422);
    EXPECT_NE(own.body.find(R"("loc":["query","genre"])"), std::string::npos) << own.body;
    EXPECT_EQ(send("GET", "/recommendations/me?genre=" + other, {}, member.header).status, 200);
}

TEST_F(Movies, OfYearsThatAreNotInOrderAreRefused) {
    EXPECT_EQ(get("/movies/?year_from=1999&year_to=1990").status, 422);
    EXPECT_EQ(get("/movies/?year_from=1990&year_to=1990").status, 200);
}

TEST_F(Movies, AreFoundById) {
    const HttpAnswer answer = get("/movies/" + id(7));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(parsed(answer).at("title"), text_value(movie(7).title));
    EXPECT_EQ(get("/movies/424242").status, 404);
    EXPECT_EQ(get("/movies/424242").body, R"({"detail":"Movie not found"})");
    EXPECT_EQ(get("/movies/9223372036854775807").status, 404);
    EXPECT_EQ(get("/movies/9223372036854775808").status, 422);
    EXPECT_NE(get("/movies/x").body.find(R"("loc":["path","movie_id"])"), std::string::npos);
}

TEST_F(Movies, RefuseQueriesThatDoNotFit) {
    const HttpAnswer answer = get("/movies/?page=0&size=1001&sort=best&year_from=x");
    EXPECT_EQ(answer.status, 422);
    for (const char* place : {R"(["query","page"])", R"(["query","size"])", R"(["query","sort"])",
                              R"(["query","year_from"])"})
        EXPECT_NE(answer.body.find(place), std::string::npos) << place;
    EXPECT_EQ(get("/movies/?title=%FF").status, 422);
    EXPECT_EQ(get("/movies/?title=%zz").status, 400);
}

TEST_F(Movies, TakeAnyTextAsATitle) {
    for (const char* title : {"'%20OR%201=1--", "%25_%25", "%22%3B%20DROP%20TABLE%20movies",
                              "%D0%9A%D0%B8%D0%BD%D0%BE", "%01", "*", "(", "NOT", "%F0%9F%8E%AC"}) {
        const HttpAnswer answer = get("/movies/?title=" + std::string(title));
        EXPECT_EQ(answer.status, 200) << title << answer.body;
        EXPECT_TRUE(parsed(answer).at("movies").is_array()) << title;
    }
    EXPECT_EQ(parsed(get("/movies/")).at("total"), 120);
}

TEST_F(Movies, RedirectToTheSlashAndNameTheirMethods) {
    const HttpAnswer redirect = get("/movies?size=3");
    EXPECT_EQ(redirect.status, 307);
    EXPECT_EQ(redirect.headers.at("location"), "/movies/?size=3");
    const HttpAnswer refused = exchange(port(), "PATCH", "/movies/", "{}");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.headers.at("allow"), "POST, GET, HEAD, OPTIONS");
    EXPECT_EQ(exchange(port(), "TRACE", "/movies/").status, 405);
    EXPECT_EQ(get("/nowhere").body, R"({"detail":"Not Found"})");
}

using Onboarding = ServedApi;

TEST_F(Onboarding, GivesMoviesOfEveryGenre) {
    const boost::json::object body = parsed(get("/recommendations/onboarding-movies?num_movies=2"));
    const auto& genres = body.at("recommendations").as_object();
    EXPECT_GT(genres.size(), 3U);
    for (const auto& [genre, movies] : genres) {
        EXPECT_GE(movies.as_array().size(), 1U);
        EXPECT_LE(movies.as_array().size(), 2U);
        for (const auto& each : movies.as_array())
            EXPECT_NE(std::ranges::find(each.at("genres").as_array(), boost::json::value(genre)),
                      each.at("genres").as_array().end());
    }
    const boost::json::object informative =
        parsed(get("/recommendations/onboarding-movies?num_movies=2&strategy=informative"));
    EXPECT_EQ(informative.at("recommendations").as_object().size(), genres.size());
    EXPECT_FALSE(informative.at("order").as_array().empty());
    EXPECT_EQ(get("/recommendations/onboarding-movies?strategy=oracle").status, 422);
    EXPECT_EQ(get("/recommendations/onboarding-movies?num_movies=0").status, 422);
    EXPECT_EQ(get("/recommendations/onboarding-movies?num_movies=101").status, 422);
}

using Health = ServedApi;

TEST_F(Health, SaysThatAllIsWell) {
    EXPECT_EQ(get("/health/live").body, R"({"status":"alive"})");
    EXPECT_EQ(
        get("/health/ready").body,
        R"({"status":"ready","checks":{"database":{"status":"ok"},"model":{"status":"ok","detail":"m1"}}})");
    EXPECT_EQ(get("/recommendations/health").body,
              R"({"status":"healthy","service":"recommendation-engine",)"
              R"("message":"Recommendations come from model m1."})");
    EXPECT_EQ(get("/version").body, R"({"name":"neurec","version":"1.2.3"})");
}

TEST_F(Health, SaysThatItIsAboutToStop) {
    api_->monitor().begin_shutdown();
    const HttpAnswer answer = get("/health/ready");
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.body.find("shutting down"), std::string::npos);
    EXPECT_EQ(get("/health/live").status, 200);
}

}  // namespace
}  // namespace neurec::tests
