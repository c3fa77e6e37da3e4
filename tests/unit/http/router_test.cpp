#include "presentation/http/router.hpp"

#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <stdexcept>

#include "application/dtos/invalid_request.hpp"
#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::presentation::http {
namespace {

struct ThingPath {
    std::int64_t thing_id = 0;
};
BOOST_DESCRIBE_STRUCT(ThingPath, (), (thing_id))

struct ThingQuery {
    std::optional<int> depth;
};
BOOST_DESCRIBE_STRUCT(ThingQuery, (), (depth))

struct ThingBody {
    std::string name;
    std::optional<std::int64_t> user_id;
};
BOOST_DESCRIBE_STRUCT(ThingBody, (), (name, user_id))
std::optional<std::int64_t> subject_of(const ThingBody& body) {
    return body.user_id;
}

struct ThingAnswer {
    std::string said;
};
BOOST_DESCRIBE_STRUCT(ThingAnswer, (), (said))

/// A router with one endpoint of each kind.
class RouterTest : public testing::Test {
  protected:
    RouterTest() {
        using Get = Endpoint<ThingPath>;
        router_.add(Get::route({.path = "/things/{thing_id}"}, [](const Get::CallType& call) {
            return ThingAnswer{"thing " + std::to_string(call.path.thing_id)};
        }));
        router_.add(Endpoint<>::route({.path = "/things/mine"},
                                      [](const auto&) { return ThingAnswer{"mine"}; }));
        using Put = Endpoint<ThingPath, ThingQuery, ThingBody>;
        router_.add(
            Put::route({.method = Method::put,
                        .path = "/things/{thing_id}",
                        .access = Access::anyone_about_themselves,
                        .status = 201},
                       [](const Put::CallType& call) { return ThingAnswer{call.body.name}; }));
        router_.add(
            Endpoint<>::route({.path = "/list/"}, [](const auto&) { return ThingAnswer{"list"}; }));
        router_.add(Endpoint<>::route({.path = "/fails"}, [this](const auto&) -> ThingAnswer {
            throw_();
            return {};
        }));
    }

    [[nodiscard]] Response answer(Request request) const {
        const Resolution resolution = router_.resolve(request);
        return router_.run(resolution, request);
    }
    [[nodiscard]] Response get(const std::string& target) const {
        return answer({.target = target});
    }
    [[nodiscard]] Response put(const std::string& target, const std::string& body,
                               const std::string& type = {}, bool from_loopback = true) const {
        Request request{
            .method = Method::put, .target = target, .body = body, .from_loopback = from_loopback};
        if (!type.empty()) request.headers.emplace_back("content-type", type);
        return answer(request);
    }

    tests::RecordingLogger logger_;
    Router router_{logger_};
    std::function<void()> throw_;
};

[[nodiscard]] std::string header(const Response& response, std::string_view name) {
    for (const auto& [each, value] : response.headers)
        if (each == name) return value;
    return {};
}

TEST_F(RouterTest, ParsesThePathIntoItsType) {
    EXPECT_EQ(get("/things/42").body, R"({"said":"thing 42"})");
    EXPECT_EQ(get("/things/-9223372036854775808").body, R"({"said":"thing -9223372036854775808"})");
}

TEST_F(RouterTest, PrefersLiteralSegments) {
    EXPECT_EQ(get("/things/mine").body, R"({"said":"mine"})");
}

TEST_F(RouterTest, RefusesAPathThatDoesNotFitItsType) {
    const Response response = get("/things/abc");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(
        response.body,
        R"({"detail":[{"type":"int_parsing","loc":["path","thing_id"],"msg":"Input should be a valid integer, )"
        R"(unable to parse string as an integer","input":"abc"}]})");
}

TEST_F(RouterTest, RefusesAQueryParameterThatTheEndpointDoesNotKnow) {
    const Response unknown = put("/things/1?deep=1", R"({"name":"n"})");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_NE(unknown.body.find(R"("loc":["query","deep"])"), std::string::npos) << unknown.body;
    EXPECT_NE(unknown.body.find("known here are depth"), std::string::npos) << unknown.body;
    EXPECT_EQ(get("/list/?page=2").status, 422);
    EXPECT_EQ(get("/list/").status, 200);
}

TEST_F(RouterTest, CollectsTheFaultsOfPathQueryAndBody) {
    const Response response = put("/things/abc?depth=x&deep=1", R"({"user_id":[]})");
    EXPECT_EQ(response.status, 422);
    for (const char* place : {R"(["path","thing_id"])", R"(["query","depth"])",
                              R"(["query","deep"])", R"(["body","name"])", R"(["body","user_id"])"})
        EXPECT_NE(response.body.find(place), std::string::npos) << place << response.body;
}

TEST_F(RouterTest, AnswersWithTheDeclaredStatus) {
    const Response response = put("/things/1", R"({"name":"n"})");
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, R"({"said":"n"})");
}

TEST_F(RouterTest, ReadsJsonUnderItsNamesOnly) {
    for (const char* type :
         {"", "application/json", "Application/JSON; charset=utf-8", "application/problem+json"})
        EXPECT_EQ(put("/things/1", R"({"name":"n"})", type).status, 201) << type;
    for (const char* type :
         {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "image/x+json"})
        EXPECT_EQ(put("/things/1", R"({"name":"n"})", type).status, 415) << type;
}

TEST_F(RouterTest, LetsOnlyThisMachineNameAUser) {
    EXPECT_EQ(put("/things/1", R"({"name":"n","user_id":1})", "", true).status, 201);
    const Response refused = put("/things/1", R"({"name":"n","user_id":1})", "", false);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.body, R"({"detail":"Not enough permissions"})");
    EXPECT_EQ(put("/things/1", R"({"name":"n"})", "", false).status, 201);
}

TEST_F(RouterTest, AnswersHeadAsGet) {
    EXPECT_EQ(answer({.method = Method::head, .target = "/things/42"}).body,
              R"({"said":"thing 42"})");
}

TEST_F(RouterTest, NamesEveryMethodThatIsAllowed) {
    const Response response = answer({.method = Method::post, .target = "/things/1"});
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(header(response, "Allow"), "GET, HEAD, PUT, OPTIONS");
    EXPECT_EQ(response.body, R"({"detail":"Method Not Allowed"})");
    EXPECT_EQ(answer({.method = Method::other, .target = "/list/"}).status, 405);
}

TEST_F(RouterTest, AnswersOptionsWithTheMethodsOfThePath) {
    const Response response = answer({.method = Method::options, .target = "/things/1"});
    EXPECT_EQ(response.status, 204);
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(header(response, "Allow"), "GET, HEAD, PUT, OPTIONS");
    EXPECT_EQ(header(answer({.method = Method::options, .target = "*"}), "Allow"), kEveryMethod);
    EXPECT_EQ(answer({.method = Method::get, .target = "*"}).status, 400);
    EXPECT_EQ(answer({.method = Method::options, .target = "/nothing"}).status, 404);
}

TEST_F(RouterTest, RedirectsBothWaysKeepingTheQueryWhateverTheMethod) {
    const Response missing_slash = answer({.method = Method::post, .target = "/list?a=%20b&c"});
    EXPECT_EQ(missing_slash.status, 307);
    EXPECT_EQ(header(missing_slash, "Location"), "/list/?a=%20b&c");
    EXPECT_EQ(header(get("/things/42/?x=1"), "Location"), "/things/42?x=1");
}

TEST_F(RouterTest, NeverRedirectsToAnotherHost) {
    EXPECT_EQ(get("//list").status, 404);
    EXPECT_EQ(get("//evil.example/").status, 404);
}

TEST_F(RouterTest, DoesNotFindOtherPaths) {
    for (const char* target :
         {"/", "/nothing", "/things", "/things/1/2", "/list/../list/", "/things/"}) {
        const Response response = get(target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_EQ(response.body, R"({"detail":"Not Found"})");
    }
    EXPECT_EQ(get("*").status, 400);
}

TEST_F(RouterTest, TurnsErrorsIntoAnswers) {
    throw_ = [] { throw domain::NotFound("User not found"); };
    EXPECT_EQ(get("/fails").status, 404);
    EXPECT_EQ(get("/fails").body, R"({"detail":"User not found"})");
    throw_ = [] { throw domain::Conflict("taken"); };
    EXPECT_EQ(get("/fails").status, 409);
    throw_ = [] { throw domain::InvalidInput("odd"); };
    EXPECT_EQ(get("/fails").status, 422);
    throw_ = [] {
        throw application::InvalidRequest(
            {{{"body", "ratings", std::int64_t{1}}, "no such movie", std::int64_t{9}}});
    };
    EXPECT_EQ(
        get("/fails").body,
        R"({"detail":[{"type":"value_error","loc":["body","ratings",1],"msg":"Value error, no such movie",)"
        R"("input":9,"ctx":{"error":{}}}]})");
}

TEST_F(RouterTest, SaysWhenToComeBackWithoutSayingWhatFailed) {
    throw_ = [] { throw domain::Unavailable("cannot open /secret/file"); };
    const Response response = get("/fails");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(header(response, "Retry-After"), "1");
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
    EXPECT_EQ(logger_.count("/secret/file"), 1U);
}

TEST_F(RouterTest, HidesWhatNobodyForesawAndLogsItUnderTheRequestsId) {
    throw_ = [] { throw std::runtime_error("secret detail"); };
    const Response response = answer({.target = "/fails", .id = "id-7"});
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body, R"({"detail":"Internal Server Error","request_id":"id-7"})");
    EXPECT_EQ(logger_.count("id=id-7 error=secret detail"), 1U);
}

TEST_F(RouterTest, RefusesDeclarationsThatContradict) {
    EXPECT_THROW(router_.add(Endpoint<>::route({.path = "/list/"},
                                               [](const auto&) { return ThingAnswer{}; })),
                 std::logic_error);
    EXPECT_THROW(router_.add(Endpoint<ThingPath>::route({.path = "/a/{other}"},
                                                        [](const auto&) { return ThingAnswer{}; })),
                 std::logic_error);
    EXPECT_THROW(router_.add(Endpoint<ThingPath>::route({.path = "/a"},
                                                        [](const auto&) { return ThingAnswer{}; })),
                 std::logic_error);
}

}  // namespace
}  // namespace neurec::presentation::http
