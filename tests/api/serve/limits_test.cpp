#include <gmock/gmock.h>

#include "application/dtos/ratings.hpp"
#include "served_api.hpp"

/// Limits that are documented together agree: what is allowed by number fits into the size that is
/// allowed, however it is written.
namespace neurec::tests {
namespace {

using testing::AnyOf;

/// Of 4 bytes in UTF-8, and 12 percent-encoded or escaped.
constexpr const char* kPercentEncoded = "%F0%9F%8E%AC";
constexpr const char* kEscaped = "\\ud83c\\udfac";
constexpr std::int64_t kHighestId = 9007199254740991;

[[nodiscard]] std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

/// A list as json.dump(indent=4) writes it, `depth` levels deep.
template <class Item>
[[nodiscard]] std::string indented_list(std::size_t count, int depth, Item item) {
    const std::string indent(4UL * static_cast<unsigned>(depth), ' ');
    std::string list = "[\n";
    for (std::size_t i = 0; i < count; ++i)
        list += indent + "    " + item(i) + (i + 1 < count ? ",\n" : "\n");
    return list + indent + "]";
}

/// An object as an item of such a list.
[[nodiscard]] std::string indented_object(
    int depth, std::initializer_list<std::pair<const char*, std::string>> members) {
    const std::string indent(4UL * static_cast<unsigned>(depth), ' ');
    std::string object = "{\n";
    std::size_t left = members.size();
    for (const auto& [name, value] : members)
        object += indent + "    \"" + name + "\": " + value + (--left > 0 ? ",\n" : "\n");
    return object + indent + "}";
}

class Limits : public ServedApi {};

TEST_F(Limits, TheMostRatingsFitIntoABody) {
    const Member member = sign_up();
    const std::string body = indented_list(application::kMostRatings, 0, [&](std::size_t i) {
        return indented_object(1, {{"user_id", std::to_string(member.id)},
                                   {"movie_id", std::to_string(kHighestId)},
                                   {"rating", "4.5"},
                                   {"timestamp", i % 2 == 0 ? "\"2025-11-23T09:30:00.123456+00:00\""
                                                            : "\"2025-11-23T09:30:00.123456Z\""}});
    });
    EXPECT_GT(body.size(), 2UL * 1024 * 1024);
    const HttpAnswer answer = send("POST", "/ratings/", body, member.header);
    EXPECT_EQ(answer.status, 422) << "there is no such movie, and that is all";
    EXPECT_THAT(answer.body, testing::HasSubstr("there is no movie 9007199254740991"));
    EXPECT_EQ(parsed(answer).at("more_faults"), application::kMostRatings - 100);
}

TEST_F(Limits, TheLargestProfileFitsIntoABody) {
    const std::string ratings = indented_list(10'000, 1, [&](std::size_t) {
        return indented_object(2, {{"movie_id", std::to_string(kHighestId)}, {"rating", "4.5"}});
    });
    const std::string candidates =
        indented_list(10'000, 1, [](std::size_t) { return std::to_string(kHighestId); });
    const std::string genres =
        indented_list(100, 1, [](std::size_t) { return "\"" + repeated(kEscaped, 50) + "\""; });
    const HttpAnswer answer =
        send("POST", "/recommendations/cold-start",
             "{\n    \"ratings\": " + ratings + ",\n    \"candidates\": " + candidates +
                 ",\n    \"genres\": " + genres + "\n}\n");
    EXPECT_EQ(answer.status, 422) << "there is no such movie, and that is all";
}

TEST_F(Limits, TheLargestMovieAndAccountFitIntoABody) {
    const std::string genres = indented_list(50, 1, [](std::size_t i) {
        return i == 0 ? "\"Drama\"" : "\"" + repeated(kEscaped, 12) + std::to_string(i) + "\"";
    });
    const HttpAnswer movie = send("POST", "/movies/",
                                  "{\n    \"title\": \"" + repeated(kEscaped, 500) +
                                      "\",\n    \"genres\": " + genres + "\n}\n",
                                  home().as_admin());
    EXPECT_THAT(movie.status, AnyOf(201, 422)) << movie.body;
    const HttpAnswer account = send(
        "POST", "/users/",
        R"({"username":")" + repeated(kEscaped, 100) + R"(","email":")" + repeated(kEscaped, 242) +
            R"(@example.org","password":")" + repeated(kEscaped, 128) + R"("})");
    EXPECT_EQ(account.status, 201) << account.body;
    EXPECT_EQ(
        log_in(repeated(kPercentEncoded, 242) + "%40example.org", repeated(kPercentEncoded, 128))
            .status,
        200);
}

TEST_F(Limits, TheLongestFiltersFitIntoATarget) {
    EXPECT_EQ(get("/movies/?title=" + repeated(kPercentEncoded, 200) +
                  "&year_from=1900&year_to=2000&page=1000000000&size=1000&sort=mean_rating")
                  .status,
              200);
    EXPECT_EQ(send("GET",
                   "/users/?username=" + repeated(kPercentEncoded, 100) +
                       "&email=" + repeated(kPercentEncoded, 242) + "%40example.org",
                   {}, home().as_admin())
                  .status,
              200);
    EXPECT_THAT(get("/recommendations/popular?genre=" + repeated(kPercentEncoded, 100)).status,
                AnyOf(200, 422));
}

TEST_F(Limits, ATitleOfTheLongestLengthIsStoredWhateverItsLetters) {
    for (const char* letter : {"æ", "þ", "🎬", "x"}) {
        const HttpAnswer answer =
            send("POST", "/movies/",
                 R"({"title":")" + repeated(letter, 500) + R"(","genres":["Drama"]})",
                 home().as_admin());
        EXPECT_EQ(answer.status, 201) << letter << answer.body;
        EXPECT_EQ(get("/movies/?title=" + repeated(letter, 3)).status, 200);
    }
}

TEST_F(Limits, NoRequestMakesAnAnswerOfManyTimesItsSize) {
    const Member member = sign_up();
    std::string items = "{}";
    for (int i = 0; i < 349'523; ++i)
        items += ",{}";
    const std::string faulty_item = R"({"user_id":"x","movie_id":"x","rating":9,"timestamp":7})";
    std::string faulty = faulty_item;
    for (int i = 0; i < 19'999; ++i)
        faulty += "," + faulty_item;
    std::string unknown = R"({"movie_id":999999,"rating":4})";
    for (int i = 0; i < 9'999; ++i)
        unknown += R"(,{"movie_id":999999,"rating":4})";
    const std::string long_text(900'000, 'x');
    const struct {
        const char* path;
        std::string body;
    } requests[] = {{"/ratings/", "[" + items + "]"},
                    {"/ratings/", "[" + faulty + "]"},
                    {"/recommendations/cold-start", R"({"ratings":[)" + items + "]}"},
                    {"/recommendations/cold-start", R"({"ratings":[)" + unknown + "]}"},
                    {"/recommendations/cold-start", R"({"genres":[")" + long_text + R"("]})"},
                    {"/recommendations/cold-start", R"({"age":")" + long_text + R"("})"},
                    {"/users/", R"({")" + long_text + R"(":1})"},
                    {"/users/", "\"" + long_text + "\""}};
    for (const auto& [path, body] : requests) {
        const HttpAnswer answer = send("POST", path, body, member.header);
        EXPECT_EQ(answer.status, 422) << path << " " << body.substr(0, 60);
        EXPECT_LT(answer.body.size(), 120'000U) << path << " " << body.substr(0, 60);
    }
}

}  // namespace
}  // namespace neurec::tests
