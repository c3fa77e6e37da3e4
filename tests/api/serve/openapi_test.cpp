#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "served_api.hpp"
#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

namespace json = boost::json;

class OpenApi : public ServedApi {
  protected:
    [[nodiscard]] json::object document() const { return parsed(get("/openapi.json")); }
};

TEST_F(OpenApi, IsServedOnceToAClientThatKeepsIt) {
    const HttpAnswer answer = get("/openapi.json");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "application/json");
    const HttpAnswer again =
        send("GET", "/openapi.json", {}, "If-None-Match: " + answer.headers.at("etag") + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
}

TEST_F(OpenApi, NamesTheSchemasOfTheContract) {
    const json::object schemas = document().at("components").at("schemas").as_object();
    for (const char* name :
         {"Token", "Message", "UserSchema", "UserPublic", "UserList", "MovieSchema", "MoviePublic",
          "MovieList", "RatingSchema", "RatingPublic", "NewUserRecommendationRequest",
          "RecommendationResultResponse", "OnboardingMoviesResultResponse", "HTTPValidationError"})
        EXPECT_TRUE(schemas.contains(name)) << name;
}

TEST_F(OpenApi, SaysWhatIsAskedOfEachMember) {
    const json::object schemas = document().at("components").at("schemas").as_object();
    const json::object& user = schemas.at("UserSchema").as_object();
    EXPECT_EQ(user.at("required"), json::value({"username", "email", "password"}));
    const json::object& members = user.at("properties").as_object();
    EXPECT_EQ(members.at("password").at("format"), "password");
    EXPECT_EQ(members.at("password").at("minLength"), 8);
    EXPECT_EQ(members.at("email").at("format"), "email");
    EXPECT_EQ(members.at("age").at("type"), json::value({"integer", "null"}));
    EXPECT_EQ(members.at("occupation").at("maximum"), 20);
    EXPECT_EQ(members.at("gender").at("anyOf").at(0).at("$ref"),
              "#/components/schemas/GenderLetter");
    EXPECT_EQ(schemas.at("GenderLetter").at("enum"), json::value({"M", "F"}));
    EXPECT_EQ(schemas.at("NewUserRecommendationRequest")
                  .at("properties")
                  .at("num_recommendations")
                  .at("default"),
              10);
    EXPECT_EQ(schemas.at("RatingPublic").at("properties").at("id").at("format"), "uuid");
    EXPECT_EQ(schemas.at("RecommendedMovie").at("required"),
              json::value({"movie_id", "title", "genres", "similarity_score"}));
}

TEST_F(OpenApi, SaysWhoMayCallAndHowTheyLogIn) {
    const json::object whole = document();
    EXPECT_EQ(whole.at("components")
                  .at("securitySchemes")
                  .at("OAuth2PasswordBearer")
                  .at("flows")
                  .at("password")
                  .at("tokenUrl"),
              "/auth/token");
    const auto security = [&](const char* path, const char* method) {
        return whole.at("paths").at(path).at(method).at("security").as_array().size();
    };
    EXPECT_EQ(security("/movies/", "get"), 0U);
    EXPECT_EQ(security("/users/me", "get"), 1U);
    EXPECT_EQ(security("/recommendations/cold-start", "post"), 2U) << "with a token or without";
    const json::object& responses =
        whole.at("paths").at("/users/{user_id}").at("put").at("responses").as_object();
    for (const char* status : {"200", "401", "403", "404", "409", "413", "415", "422", "503"})
        EXPECT_TRUE(responses.contains(status)) << status;
    EXPECT_TRUE(
        whole.at("paths").at("/auth/token").at("post").at("responses").as_object().contains("429"));
}

TEST_F(OpenApi, HasExamplesThatFit) {
    const ApiContract contract(document());
    int examples = 0;
    for (const auto& path : contract.document().at("paths").as_object())
        for (const auto& method : path.value().as_object()) {
            const json::object& operation = method.value().as_object();
            if (!operation.contains("requestBody")) continue;
            for (const auto& content : operation.at("requestBody").at("content").as_object()) {
                const json::object& body = content.value().as_object();
                if (!body.contains("example")) continue;
                ++examples;
                EXPECT_EQ(contract.validator().faults(body.at("schema"), body.at("example")),
                          std::vector<std::string>())
                    << path.key();
            }
        }
    EXPECT_GE(examples, 5);
}

TEST_F(OpenApi, GivesEveryOperationAnIdOfItsOwn) {
    const json::object whole = document();
    std::set<std::string> ids;
    std::size_t operations = 0;
    for (const auto& path : whole.at("paths").as_object())
        for (const auto& method : path.value().as_object()) {
            ++operations;
            ids.emplace(method.value().at("operationId").as_string());
        }
    EXPECT_EQ(ids.size(), operations);
}

/// "GET /movies/{movie_id}" of every row of the table in docs/api.md.
[[nodiscard]] std::set<std::string> operations_in_the_docs() {
    std::ifstream file(std::string(std::getenv("NEUREC_SOURCE_DIR")) + "/docs/api.md");
    std::set<std::string> found;
    const std::regex method_or_path("(GET|POST|PUT|DELETE|PATCH)|`(/[^`?]*)(\\?[^`]*)?`");
    for (std::string line; std::getline(file, line);) {
        if (!std::regex_search(line, std::regex("^\\| (GET|POST|PUT|DELETE|PATCH)[ ,]"))) continue;
        const std::string cell = line.substr(0, line.find(" | ", 2));
        std::vector<std::string> methods;
        bool is_new_group = true;
        for (std::sregex_iterator at(cell.begin(), cell.end(), method_or_path), end; at != end;
             ++at) {
            if ((*at)[1].matched) {
                if (is_new_group) methods.clear();
                is_new_group = false;
                methods.push_back((*at)[1]);
                continue;
            }
            is_new_group = true;
            for (const std::string& method : methods)
                found.insert(method + " " + (*at)[2].str());
        }
    }
    return found;
}

TEST_F(OpenApi, HasTheEndpointsThatTheDocsList) {
    const std::vector<std::string> operations = ApiContract(document()).operations();
    EXPECT_EQ(operations_in_the_docs(),
              std::set<std::string>(operations.begin(), operations.end()));
}

TEST(OpenApiCommand, PrintsTheDocumentWithoutADatabase) {
    const TemporaryFolder empty;
    const auto home = empty.path() / "home";
    const Finished printed =
        run({program_path("neurec").string(), "--home", home.string(), "openapi"});
    ASSERT_EQ(printed.status.code, 0) << printed.errors;
    EXPECT_EQ(printed.errors, "");
    EXPECT_FALSE(std::filesystem::exists(home)) << "nothing is made";
    const json::object document = json::parse(printed.output).as_object();
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    EXPECT_TRUE(document.at("paths").as_object().contains("/recommendations/cold-start"));
}

TEST(OpenApiCommand, PrintsWhatRedoclyFindsNothingWrongWith) {
    const std::string source = std::getenv("NEUREC_SOURCE_DIR");
    const TemporaryFolder folder;
    const Finished printed = run({program_path("neurec").string(), "openapi"});
    const auto document = folder.write("openapi.json", printed.output);
    const Finished linted =
        run({source + "/docs-ui/lint", document.string(), source + "/build/docs-ui-lint"});
    if (linted.status.code == 77) GTEST_SKIP() << "needs npm and, the first time, a network";
    EXPECT_EQ(linted.status.code, 0) << linted.output << linted.errors;
    EXPECT_EQ((linted.output + linted.errors).find("Warning was generated"), std::string::npos)
        << linted.output << linted.errors;
}

TEST_F(OpenApi, IsTheOneThatTheCommandPrints) {
    const TemporaryFolder home;
    const Finished printed =
        run({program_path("neurec").string(), "--home", home.path().string(), "openapi"});
    json::object by_command = json::parse(printed.output).as_object();
    json::object served = document();
    by_command["info"].as_object().erase("version");
    served["info"].as_object().erase("version");
    EXPECT_EQ(by_command, served);
}

}  // namespace
}  // namespace neurec::tests
