#include <gmock/gmock.h>

#include "described_requests.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

class OddInput : public ServedApi {};

TEST_F(OddInput, HasADefinedAnswer) {
    const std::string liked = R"({"ratings":[{"movie_id":)" + id(0) + R"(,"rating":)";
    const std::string deep = std::string(40, '[') + std::string(40, ']');
    const struct {
        const char* what;
        std::string body;
        int status;
    } bodies[] = {
        {"a key that is there twice: the last counts", R"({"age":"x","age":30})", 200},
        {"a key that is there twice: the last counts", R"({"age":30,"age":"x"})", 422},
        {"NaN", liked + "NaN}]}", 422},
        {"a number beyond all numbers", liked + "1e999}]}", 422},
        {"a number of another size", R"({"age":1e400})", 422},
        {"deep nesting", R"({"ratings":)" + deep + "}", 422},
        {"bad UTF-8", "{\"genres\":[\"\xff\xfe\"]}", 422},
        {"half a character", "{\"genres\":[\"\xe2\x82\"]}", 422},
        {"a lone surrogate", R"({"genres":["\ud800"]})", 422},
        {"a control character as it is", "{\"genres\":[\"a\x01\"]}", 422},
        {"a control character escaped", R"({"genres":["a\u0001"]})", 422},
        {"an integer of 65 bits", R"({"occupation":18446744073709551616})", 422},
        {"two documents", "{}{}", 422},
        {"a list for an object", "[]", 422},
    };
    for (const auto& [what, body, status] : bodies) {
        const HttpAnswer answer = cold_start(body);
        EXPECT_EQ(answer.status, status) << what << ": " << answer.body;
        EXPECT_TRUE(parsed(answer).contains(status == 200 ? "recommendations" : "detail")) << what;
    }
    EXPECT_EQ(get("/movies/?size=0&size=3").status, 200) << "a parameter twice: the last counts";
    EXPECT_EQ(get("/movies/?size=3&size=0").status, 422);
    EXPECT_EQ(get("/movies/?title=%ff%fe").status, 422) << "bad UTF-8";
    EXPECT_EQ(get("/movies/?title=%01").status, 200) << "control characters are no words";
    EXPECT_EQ(get("/movies/?title=a%00b").status, 422) << "NUL is in no text";
    EXPECT_EQ(get("/movies/?size=NaN").status, 422);
    EXPECT_EQ(get("/movies/?size=1e3").status, 422);
    EXPECT_EQ(get("/movies/1%00").status, 422);
}

TEST_F(OddInput, AQueryParameterThatAnEndpointDoesNotKnowIsRefusedByName) {
    const boost::json::object document = parsed(get("/openapi.json"));
    std::size_t refused = 0;
    for (const DescribedOperation& each : described_operations(document)) {
        if (!each.operation->at("responses").as_object().contains("422")) continue;
        std::string path = each.path;
        for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{'))
            path.replace(at, path.find('}') - at + 1, "1");
        const HttpAnswer answer =
            send(each.method, path + "?cursor=x&password=hunter2", {}, home().as_admin());
        EXPECT_EQ(answer.status, 422) << each.name() << answer.body;
        EXPECT_THAT(answer.body, testing::HasSubstr(R"("loc":["query","cursor"])")) << each.name();
        EXPECT_THAT(answer.body, testing::HasSubstr(R"("type":"extra_forbidden")"));
        EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr("hunter2")));
        ++refused;
    }
    EXPECT_GT(refused, 20U);
    EXPECT_EQ(get("/health/live?cursor=x").status, 200) << "probes may add what they like";
}

TEST_F(OddInput, AListSaysHowItPagesWhereItIsAskedInAnotherWay) {
    for (const char* name : {"skip", "per_page", "page_size", "pageSize", "order", "order_by",
                             "sort_by", "cursor", "start", "Page", "_"})
        EXPECT_THAT(get("/movies/?" + std::string(name) + "=2").body,
                    testing::HasSubstr("known here are page, size, offset, limit, title, genre, "
                                       "year_from, year_to, sort"))
            << name;
    EXPECT_EQ(get("/recommendations/popular?limit=3").status, 422);
    std::string many = "/movies/?";
    for (int i = 0; i < 500; ++i)
        many += "p" + std::to_string(i) + "&";
    const HttpAnswer answer = get(many);
    EXPECT_EQ(parsed(answer).at("detail").as_array().size(), 10U);
    EXPECT_EQ(get("/movies/?%ff=1").status, 422);
}

TEST_F(OddInput, ADeletionOfSomeUsersIsNotTakenForOneOfAll) {
    const Member member = sign_up();
    EXPECT_EQ(send("DELETE", "/users/?email=" + member.email, {}, home().as_admin()).status, 422);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 200);
}

TEST_F(OddInput, NulEndsNoTextEarly) {
    const Member member = sign_up();
    EXPECT_EQ(log_in(member.email, "correct+horse").status, 200);
    EXPECT_EQ(log_in(member.email + "%00zz1", "correct+horse").status, 422);
    EXPECT_EQ(log_in(member.email, "correct+horse%00").status, 422);
    for (const char* user :
         {R"({"username":"a\u0000b","email":"nul@example.org","password":"correct horse"})",
          R"({"username":"ab","email":"nul\u0000@example.org","password":"correct horse"})",
          R"({"username":"ab","email":"nul@example.org","password":"correct\u0000horse"})",
          R"({"username":"a\u001bb","email":"nul@example.org","password":"correct horse"})"})
        EXPECT_EQ(send("POST", "/users/", user).status, 422) << user;
    for (const char* movie :
         {R"({"title":"a\u0000b","genres":[]})", R"({"title":"a\u001b[2J","genres":[]})",
          R"({"title":"a\u0085b","genres":[]})", R"({"title":"a","genres":["Dra\u0000ma"]})",
          R"({"title":"a","genres":["Dra\u0007ma"]})"})
        EXPECT_EQ(send("POST", "/movies/", movie, home().as_admin()).status, 422) << movie;
}

TEST_F(OddInput, ATitleOfLettersThatFoldToTwoIsStored) {
    std::string title;
    for (int i = 0; i < 500; ++i)
        title += "æ";
    const auto found = [&] { return parsed(get("/movies/?title=aeaeae")).at("total").as_int64(); };
    const std::int64_t others = found();
    const HttpAnswer posted =
        send("POST", "/movies/", R"({"title":")" + title + R"(","genres":[]})", home().as_admin());
    ASSERT_EQ(posted.status, 201) << posted.body;
    EXPECT_EQ(found(), others + 1);
    const std::string path = "/movies/" + std::to_string(parsed(posted).at("id").as_int64());
    EXPECT_EQ(send("DELETE", path, {}, home().as_admin()).status, 200);
}

TEST_F(OddInput, TokensAndAccountsAreNotToBeStored) {
    const Member member = sign_up();
    const HttpAnswer answers[] = {
        log_in(member.email, "correct+horse"), log_in(member.email, "wrong+password"),
        send("GET", "/users/me", {}, member.header), send("GET", "/users/", {}, home().as_admin())};
    for (const HttpAnswer& answer : answers) {
        EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    }
}

}  // namespace
}  // namespace neurec::tests
