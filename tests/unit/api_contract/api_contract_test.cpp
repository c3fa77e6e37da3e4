#include "support/api_contract.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace neurec::tests {
namespace {

namespace json = boost::json;

using Faults = std::vector<std::string>;

/// Faults of `value` by `schema`, in a document with a component "Film".
[[nodiscard]] Faults faults(std::string_view schema, std::string_view value) {
    static const json::object document = json::parse(R"({"components":{"schemas":{"Film":{
        "type":"object","required":["id","title"],"properties":{
            "id":{"type":"integer","format":"int64","minimum":1,"maximum":100},
            "title":{"type":"string","minLength":1,"maxLength":5},
            "year":{"type":["integer","null"]}}}}}})")
                                             .as_object();
    return SchemaValidator(document).faults(json::parse(schema), json::parse(value));
}

constexpr std::string_view kFilm = R"({"$ref":"#/components/schemas/Film"})";

TEST(SchemaValidator, TakesWhatFits) {
    EXPECT_EQ(faults(kFilm, R"({"id":1,"title":"М ✓","year":null})"), Faults{});
    EXPECT_EQ(faults(kFilm, R"({"id":100,"title":"abcde","year":1902})"), Faults{});
    EXPECT_EQ(faults(R"({"type":"array","items":{"$ref":"#/components/schemas/Film"}})", "[]"),
              Faults{});
    EXPECT_EQ(faults(R"({"anyOf":[{"$ref":"#/components/schemas/Film"},{"type":"null"}]})", "null"),
              Faults{});
    EXPECT_EQ(faults(R"({"type":"object","additionalProperties":{"type":"integer"}})",
                     R"({"a":1,"b":2})"),
              Faults{});
    EXPECT_EQ(faults(R"({"description":"anything"})", R"([{}])"), Faults{});
}

TEST(SchemaValidator, NamesAMissingMember) {
    EXPECT_EQ(faults(kFilm, R"({"id":1})"), Faults{": lacks title"});
}

TEST(SchemaValidator, NamesAMemberThatIsNotDeclared) {
    EXPECT_EQ(faults(kFilm, R"({"id":1,"title":"a","password_hash":"x"})"),
              Faults{"/password_hash: is not declared"});
}

TEST(SchemaValidator, NamesAWrongTypeWithItsPlace) {
    EXPECT_EQ(faults(kFilm, R"({"id":"1","title":"a"})").size(), 1U);
    EXPECT_EQ(faults(kFilm, R"({"id":1.5,"title":"a"})").size(), 1U);
    EXPECT_EQ(faults(kFilm, "[]").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"array","items":{"$ref":"#/components/schemas/Film"}})",
                     R"([{"id":1,"title":"a"},{"id":1,"title":null}])"),
              Faults{R"(/1/title: null against type "string")"});
    EXPECT_EQ(faults(R"({"type":"object","additionalProperties":{"type":"integer"}})",
                     R"({"a":1,"b":"2"})"),
              Faults{R"(/b: "2" against type "integer")"});
}

TEST(SchemaValidator, NamesWhatIsOutOfRange) {
    EXPECT_EQ(faults(kFilm, R"({"id":0,"title":"a"})"), Faults{"/id: 0 against minimum 1"});
    EXPECT_EQ(faults(kFilm, R"({"id":101,"title":"a"})"), Faults{"/id: 101 against maximum 100"});
    EXPECT_EQ(faults(kFilm, R"({"id":1,"title":""})"), Faults{R"(/title: "" against minLength 1)"});
    EXPECT_EQ(faults(kFilm, R"({"id":1,"title":"абвгде"})"),
              Faults{R"(/title: "абвгде" against maxLength 5)"});
    EXPECT_EQ(faults(R"({"type":"array","maxItems":1})", "[1,2]").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"array","minItems":1})", "[]").size(), 1U);
}

TEST(SchemaValidator, NamesWhatIsNoneOfTheForms) {
    EXPECT_EQ(faults(R"({"enum":["M","F"]})", R"("X")").size(), 1U);
    EXPECT_EQ(faults(R"({"const":"bearer"})", R"("Bearer")").size(), 1U);
    EXPECT_EQ(faults(R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "1").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"string","pattern":"^(?:a+)$"})", R"("ab")").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"string","format":"uuid"})", R"("1")").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"string","format":"date-time"})", R"("2026-11-24")").size(), 1U);
    EXPECT_EQ(faults(R"({"type":"string","format":"date-time"})", R"("2026-11-24T09:30:00Z")"),
              Faults{});
}

TEST(SchemaValidator, PassesOverNoKeyword) {
    EXPECT_THROW(static_cast<void>(faults(R"({"oneOf":[]})", "1")), std::logic_error);
    EXPECT_THROW(static_cast<void>(faults(R"({"format":"ipv4"})", "1")), std::logic_error);
}

class ApiContractTest : public testing::Test {
  protected:
    [[nodiscard]] Faults of(std::string_view method, std::string_view target, int status,
                            std::string body, std::string type = "application/json",
                            std::map<std::string, std::string> headers = {}) const {
        headers["content-type"] = std::move(type);
        headers.emplace("x-request-id", "1");
        return contract_.faults(method, target, {status, std::move(headers), std::move(body)});
    }

    ApiContract contract_{json::parse(R"({
        "paths":{
            "/films/{id}":{"get":{"responses":{
                "200":{"headers":{"X-Request-ID":{}},
                       "content":{"application/json":{"schema":{"type":"integer"}}}},
                "304":{"headers":{}},
                "404":{"$ref":"#/components/responses/Error"}}}},
            "/films/best":{"get":{"responses":{"200":{"headers":{},
                "content":{"text/plain":{"schema":{"type":"string"}}}}}}}},
        "components":{"responses":{"Error":{"headers":{"X-Request-ID":{}},"content":{
            "application/json":{"schema":{"type":"object","required":["detail"],
                "properties":{"detail":{"type":"string"}}}}}}}},
        "x-refusals":{"404":{"$ref":"#/components/responses/Error"},
                      "405":{"$ref":"#/components/responses/Error"},
                      "413":{"$ref":"#/components/responses/Error"}}})")
                              .as_object()};
};

TEST_F(ApiContractTest, TakesDeclaredAnswers) {
    EXPECT_EQ(of("GET", "/films/7?x=1", 200, "7"), Faults{});
    EXPECT_EQ(of("GET", "/films/best", 200, "any", "text/plain; charset=utf-8"), Faults{});
    EXPECT_EQ(of("GET", "/films/7", 404, R"({"detail":"no"})"), Faults{});
    EXPECT_EQ(of("GET", "/films/7", 304, "", ""), Faults{});
    EXPECT_EQ(of("HEAD", "/films/7", 200, ""), Faults{});
    EXPECT_EQ(of("PUT", "/films/7", 405, R"({"detail":"no"})"), Faults{});
    EXPECT_EQ(of("GET", "/films/7", 413, R"({"detail":"no"})"), Faults{});
    EXPECT_EQ(of("GET", "/other", 404, R"({"detail":"no"})"), Faults{});
    EXPECT_EQ(of("GET", "/page", 200, "<p>", "text/html"), Faults{});
}

TEST_F(ApiContractTest, NamesAStatusThatIsNotDeclared) {
    EXPECT_EQ(of("GET", "/films/7", 201, "7"), Faults{"status 201 is not declared"});
    EXPECT_EQ(of("GET", "/films/best", 404, R"({"detail":"no"})"),
              Faults{"status 404 is not declared"});
    EXPECT_EQ(of("GET", "/films/7", 500, R"({"detail":"no"})").size(), 1U);
}

TEST_F(ApiContractTest, NamesAMethodOrPathThatIsNotDeclared) {
    EXPECT_EQ(of("PUT", "/films/7", 200, "7").size(), 1U);
    EXPECT_EQ(of("GET", "/films/7/cast", 200, "7").size(), 1U);
    EXPECT_EQ(of("GET", "/other", 200, "7").size(), 1U) << "JSON of a path that nobody declared";
}

TEST_F(ApiContractTest, NamesAWrongBodyTypeOrHeader) {
    EXPECT_EQ(of("GET", "/films/7", 200, "\"7\"").size(), 1U);
    EXPECT_EQ(of("GET", "/films/7", 200, "7", "text/plain").size(), 1U);
    EXPECT_EQ(of("GET", "/films/7", 200, "{").size(), 1U);
    EXPECT_EQ(of("GET", "/films/7", 404, R"({"detail":1})").size(), 1U);
    EXPECT_EQ(of("GET", "/films/7", 404, "<p>").size(), 1U);
    EXPECT_EQ(
        contract_.faults("GET", "/films/7", {200, {{"content-type", "application/json"}}, "7"}),
        Faults{"lacks the header X-Request-ID"});
}

}  // namespace
}  // namespace neurec::tests
