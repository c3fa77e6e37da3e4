#include "served_api.hpp"

namespace neurec::tests {
namespace {

/// What clients of FastAPI rely on, byte for byte.
class ContractDetails : public ServedApi {
  protected:
    [[nodiscard]] static std::string form() {
        return "Content-Type: application/x-www-form-urlencoded\r\n";
    }
    /// To exactly these bytes.
    [[nodiscard]] HttpAnswer answer_to(std::string_view bytes) const {
        RawConnection connection(port());
        connection.send(bytes);
        return connection.read_answer(bytes.starts_with("HEAD")).value_or(HttpAnswer{});
    }
};

TEST_F(ContractDetails, MissingEchoesTheWholeObjectButNeverAPassword) {
    EXPECT_EQ(
        send("POST", "/users/", R"({"username":"ada","password":"s3cret s3cret","age":30})").body,
        R"({"detail":[{"type":"missing","loc":["body","email"],"msg":"Field required",)"
        R"("input":{"username":"ada","password":"**********","age":30}}]})");
    EXPECT_EQ(
        send("POST", "/users/", R"({"username":"ada","email":"a@b.org","password":"s3"})").body,
        R"({"detail":[{"type":"string_too_short","loc":["body","password"],)"
        R"("msg":"String should have at least 8 characters","input":"**********",)"
        R"("ctx":{"min_length":8}}]})");
}

TEST_F(ContractDetails, NoBodyIsMissingAtTheBody) {
    const std::string expected =
        R"({"detail":[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]})";
    EXPECT_EQ(send("POST", "/users/").body, expected);
    EXPECT_EQ(send("POST", "/users/", "null").body, expected);
    EXPECT_EQ(send("POST", "/ratings/", {}, home().as_admin()).body, expected);
}

TEST_F(ContractDetails, BrokenJsonNamesTheOffset) {
    const boost::json::object fault =
        parsed(send("POST", "/users/", R"({"username":"a",})")).at("detail").at(0).as_object();
    EXPECT_EQ(fault.at("type"), "json_invalid");
    EXPECT_EQ(fault.at("loc"), boost::json::value({"body", 16}));
    EXPECT_EQ(fault.at("msg"), "JSON decode error");
    EXPECT_EQ(fault.at("input"), boost::json::object());
}

TEST_F(ContractDetails, PositionsInListsAreNumbers) {
    const std::string body =
        send("POST", "/ratings/", R"([{"user_id":1,"movie_id":1,"rating":5},{"user_id":"x"}])",
             home().as_admin())
            .body;
    EXPECT_NE(body.find(R"("loc":["body",1,"user_id"])"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("loc":["body",1,"movie_id"])"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("loc":["body",1,"rating"])"), std::string::npos) << body;
    EXPECT_NE(
        send("POST", "/ratings/", "{}", home().as_admin())
            .body.find(R"("type":"list_type","loc":["body"],"msg":"Input should be a valid list")"),
        std::string::npos);
}

TEST_F(ContractDetails, FaultsOfPathsAndQueriesHaveTheirWords) {
    EXPECT_EQ(get("/movies/abc").body,
              R"({"detail":[{"type":"int_parsing","loc":["path","movie_id"],)"
              R"("msg":"Input should be a valid integer, unable to parse string as an integer",)"
              R"("input":"abc"}]})");
    EXPECT_EQ(
        get("/movies/?page=0").body,
        R"({"detail":[{"type":"greater_than_equal","loc":["query","page"],)"
        R"("msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}}]})");
    EXPECT_EQ(get("/recommendations/onboarding-movies?num_movies=101").body,
              R"({"detail":[{"type":"less_than_equal","loc":["query","num_movies"],)"
              R"("msg":"Input should be less than or equal to 100","input":"101",)"
              R"("ctx":{"le":100}}]})");
    EXPECT_EQ(
        send("POST", "/recommendations/cold-start", R"({"gender":"X"})").body,
        R"({"detail":[{"type":"enum","loc":["body","gender"],"msg":"Input should be 'M' or 'F'",)"
        R"("input":"X","ctx":{"expected":"'M' or 'F'"}}]})");
}

TEST_F(ContractDetails, NumericTextsAreNumbers) {
    EXPECT_EQ(send("POST", "/recommendations/cold-start",
                   R"({"age":"30","num_recommendations":"3","ratings":[{"movie_id":")" + id(0) +
                       R"(","rating":"4.5"}]})")
                  .status,
              200);
}

TEST_F(ContractDetails, AFormsFieldThatIsMissingOrEmptyIsMissing) {
    const std::string expected =
        R"({"detail":[{"type":"missing","loc":["body","password"],"msg":"Field required",)"
        R"("input":null}]})";
    EXPECT_EQ(send("POST", "/auth/token", "username=a%40b.org", form()).body, expected);
    EXPECT_EQ(send("POST", "/auth/token", "username=a%40b.org&password=", form()).body, expected);
}

TEST_F(ContractDetails, TheGrantTypeMayBeAbsentOrPassword) {
    const Member member = sign_up();
    const std::string fields = "username=" + member.email + "&password=correct+horse";
    for (const char* grant : {"", "&grant_type=password", "&grant_type=", "&scope=&client_id=x"})
        EXPECT_EQ(send("POST", "/auth/token", fields + grant, form()).status, 200) << grant;
    const HttpAnswer other =
        send("POST", "/auth/token", fields + "&grant_type=client_credentials", form());
    EXPECT_EQ(other.status, 422);
    EXPECT_NE(other.body.find(R"("msg":"String should match pattern '^password$'")"),
              std::string::npos)
        << other.body;
    EXPECT_EQ(parsed(send("POST", "/auth/token", fields, form())).at("token_type"), "bearer");
}

TEST_F(ContractDetails, KindsOfJsonCountAsJson) {
    for (const char* type : {"application/json", "application/json; charset=utf-8",
                             "application/merge-patch+json", "APPLICATION/JSON"})
        EXPECT_EQ(send("POST", "/recommendations/cold-start", "{}",
                       "Content-Type: " + std::string(type) + "\r\n")
                      .status,
                  200)
            << type;
    EXPECT_EQ(
        send("POST", "/recommendations/cold-start", "{}", "Content-Type: text/plain\r\n").status,
        415);
    EXPECT_EQ(send("POST", "/recommendations/cold-start", "a=1", form()).status, 415);
}

TEST_F(ContractDetails, RedirectsGoBothWaysKeepTheQueryAndHappenWhateverTheMethod) {
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"}) {
        const HttpAnswer answer = send(method, "/users?page=2&size=%31");
        EXPECT_EQ(answer.status, 307) << method;
        EXPECT_EQ(answer.headers.at("location"), "/users/?page=2&size=%31") << method;
    }
    EXPECT_EQ(get("/users/me/").headers.at("location"), "/users/me");
    EXPECT_EQ(get("/movies/1/?a=b").headers.at("location"), "/movies/1?a=b");
}

TEST_F(ContractDetails, HeadIsGetWithoutItsBody) {
    const HttpAnswer whole = get("/movies/" + id(0));
    const HttpAnswer head = send("HEAD", "/movies/" + id(0));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(head.headers.at("content-length"), std::to_string(whole.body.size()));
    EXPECT_EQ(head.headers.at("content-type"), "application/json");
    EXPECT_EQ(send("HEAD", "/movies/424242").status, 404);
}

TEST_F(ContractDetails, AllowListsEveryMethod) {
    EXPECT_EQ(send("PATCH", "/users/").headers.at("allow"), "POST, GET, HEAD, DELETE, OPTIONS");
    EXPECT_EQ(send("POST", "/movies/1", "{}").headers.at("allow"),
              "PUT, DELETE, GET, HEAD, OPTIONS");
    EXPECT_EQ(send("PATCH", "/users/").body, R"({"detail":"Method Not Allowed"})");
}

TEST_F(ContractDetails, ProbesOfBalancersAreAnswered) {
    // HAProxy's default check is "OPTIONS / HTTP/1.0" without a Host; Kubernetes' is GET /.
    for (const char* request :
         {"OPTIONS / HTTP/1.0\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
          "OPTIONS /health/ready HTTP/1.0\r\n\r\n", "OPTIONS /movies/1 HTTP/1.0\r\n\r\n"}) {
        const HttpAnswer answer = answer_to(request);
        EXPECT_EQ(answer.status, 204) << request;
        EXPECT_EQ(answer.body, "") << request;
        EXPECT_THAT(answer.headers.at("allow"), testing::HasSubstr("OPTIONS")) << request;
    }
    for (const char* path : {"/", "/health/live", "/health/ready", "/recommendations/health"})
        for (const char* method : {"GET", "HEAD"}) {
            const std::string request = std::string(method) + " " + path + " HTTP/1.0\r\n\r\n";
            EXPECT_EQ(answer_to(request).status, 200) << request;
        }
    EXPECT_EQ(send("OPTIONS", "/nothing").status, 404);
}

TEST_F(ContractDetails, TheBearerSchemeHasNoCase) {
    const std::string header = sign_up().header;
    const std::string token = header.substr(header.find("Bearer ") + 7);
    for (const char* scheme : {"Bearer", "bearer", "BEARER"})
        EXPECT_EQ(
            send("GET", "/users/me", {}, "authorization: " + std::string(scheme) + " " + token)
                .status,
            200)
            << scheme;
}

TEST_F(ContractDetails, RefusedTokensSayHowToAskAgain) {
    const HttpAnswer none = get("/users/me");
    EXPECT_EQ(none.body, R"({"detail":"Not authenticated"})");
    EXPECT_EQ(none.headers.at("www-authenticate"), "Bearer");
    const HttpAnswer bad = send("GET", "/users/me", {}, "Authorization: Bearer a.b.c\r\n");
    EXPECT_EQ(bad.body, R"({"detail":"Could not validate credentials"})");
    EXPECT_EQ(bad.headers.at("www-authenticate"), "Bearer");
    const HttpAnswer login = log_in("nobody@example.org", "wrong+password");
    EXPECT_EQ(login.body, R"({"detail":"Incorrect email or password"})");
    EXPECT_EQ(login.headers.at("www-authenticate"), "Bearer");
}

TEST_F(ContractDetails, AMovieWhoseIdIsTakenIsAConflict) {
    const HttpAnswer answer =
        send("POST", "/movies/", R"({"id":)" + id(0) + R"(,"title":"Twice","genres":[]})",
             home().as_admin());
    EXPECT_EQ(answer.status, 409);
}

TEST_F(ContractDetails, ABodyBeyondTheLimitIsRefusedWithWords) {
    RawConnection connection(port());
    connection.send(
        "POST /users/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 1048577\r\n\r\n");
    const auto answer = connection.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->body, R"({"detail":"The request's body is too large"})");
}

TEST_F(ContractDetails, EveryAnswerNamesItsRequest) {
    EXPECT_EQ(
        send("GET", "/version", {}, "X-Request-ID: mine-1.2_3\r\n").headers.at("x-request-id"),
        "mine-1.2_3");
    for (const char* target : {"/version", "/nothing", "/users", "/users/me", "/movies/x"})
        EXPECT_EQ(get(target).headers.at("x-request-id").size(), 16U) << target;
}

TEST_F(ContractDetails, JsonIsCompactAndRawUtf8) {
    const std::string name = "Zażółć 映画 🎬";
    const HttpAnswer answer = send(
        "POST", "/users/",
        R"({"username":")" + name + R"(","email":"utf8@example.org","password":"correct horse"})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_NE(answer.body.find(R"(,"username":")" + name + R"(","email":"utf8@example.org",)" +
                               R"("age":null,"gender":null,"occupation":null})"),
              std::string::npos)
        << answer.body;
}

}  // namespace
}  // namespace neurec::tests
