#include <gmock/gmock.h>

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
    EXPECT_EQ(get("/movies/?title=%00%01").status, 200) << "control characters are no words";
    EXPECT_EQ(get("/movies/?size=NaN").status, 422);
    EXPECT_EQ(get("/movies/?size=1e3").status, 422);
    EXPECT_EQ(get("/movies/1%00").status, 422);
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
