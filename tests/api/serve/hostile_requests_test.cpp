#include <array>
#include <set>

#include "described_requests.hpp"
#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "mutator.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

namespace json = boost::json;

/// The API over a home of its own, with every request that its document describes. Each answer is
/// held against the document, where no 500 is let through, by the client itself.
class HostileRequests : public ServedApi {
  protected:
    HostileRequests() {
        server_.reset();
        api_.emplace(home().ports(), "1.2.3");
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
        contract_.emplace(parsed(get("/openapi.json")));
        operations_ = described_operations(contract_->document());
    }
    /// Not the one of other tests: movies and users come and go here.
    static ServedHome& home() {
        static ServedHome home;
        static const bool has_model = [] {
            home.add_model("m1", 1);
            home.models().activate("m1");
            return true;
        }();
        static_cast<void>(has_model);
        return home;
    }

    /// A request with everything that the operation takes.
    struct Draft {
        std::map<std::string, std::string> path;
        std::map<std::string, std::string> query;
        json::value body;
    };
    [[nodiscard]] Draft draft_of(const DescribedOperation& operation) const {
        const SchemaValues values(contract_->validator());
        Draft draft;
        for (const auto& each : operation.parameters("path"))
            draft.path[std::string(each.at("name").as_string())] = "424242";
        for (const auto& each : operation.parameters("query"))
            draft.query[std::string(each.at("name").as_string())] =
                plain_text(values.value_of(each.at("schema")));
        if (const auto body = operation.body())
            draft.body = body->second.contains("example")
                             ? body->second.at("example")
                             : values.value_of(body->second.at("schema"));
        return draft;
    }
    [[nodiscard]] static std::string target_of(const DescribedOperation& operation,
                                               const Draft& draft) {
        std::string target = operation.path;
        for (const auto& [name, value] : draft.path)
            target.replace(target.find("{" + name + "}"), name.size() + 2, percent_encoded(value));
        char separator = '?';
        for (const auto& [name, value] : draft.query)
            target += std::exchange(separator, '&') + name + "=" + percent_encoded(value);
        return target;
    }
    [[nodiscard]] static std::string body_of(const DescribedOperation& operation,
                                             const Draft& draft) {
        const auto body = operation.body();
        if (!body) return {};
        if (body->first == "application/json") return json::serialize(draft.body);
        std::string form;
        for (const auto& [name, value] : draft.body.as_object())
            form += (form.empty() ? "" : "&") + std::string(name) + "=" +
                    percent_encoded(plain_text(value));
        return form;
    }
    [[nodiscard]] static std::string type_line(const DescribedOperation& operation) {
        const auto body = operation.body();
        return body ? "Content-Type: " + body->first + "\r\n" : "";
    }
    [[nodiscard]] HttpAnswer send_draft(const DescribedOperation& operation, const Draft& draft,
                                        const std::string& headers) const {
        return send(operation.method, target_of(operation, draft), body_of(operation, draft),
                    headers + type_line(operation));
    }
    /// The draft with its body damaged.
    [[nodiscard]] static std::string bytes_of(const DescribedOperation& operation,
                                              const Draft& draft, const std::string& headers,
                                              Mutator& mutator) {
        const std::string body = mutator.mutated(body_of(operation, draft));
        return request_bytes(operation.method, target_of(operation, draft), body,
                             headers + type_line(operation));
    }
    /// Sends the operation's draft with each of the texts in each place of that type.
    void try_everywhere(const DescribedOperation& operation, std::string_view type,
                        std::span<const std::string> texts, std::set<int>& statuses) const {
        Draft draft = draft_of(operation);
        const auto attempt = [&] {
            const HttpAnswer answer = send_draft(operation, draft, home().as_admin());
            ASSERT_NE(answer.status, 0) << operation.name();
            ASSERT_LT(answer.status, 500) << operation.name() << answer.body;
            statuses.insert(answer.status);
        };
        const auto try_parameters = [&](const char* place, std::map<std::string, std::string>& in) {
            for (const auto& each : operation.parameters(place)) {
                const SchemaValues values(contract_->validator());
                if (SchemaValues::type_of(each.at("schema").as_object()) != type) continue;
                std::string& at = in[std::string(each.at("name").as_string())];
                const std::string before = at;
                for (const std::string& text : texts) {
                    at = text;
                    attempt();
                }
                at = before;
            }
        };
        try_parameters("path", draft.path);
        try_parameters("query", draft.query);
        const auto body = operation.body();
        if (!body) return;
        const SchemaValues values(contract_->validator());
        values.for_each_place(body->second.at("schema"), draft.body,
                              [&](const json::object& schema, json::value& place) {
                                  if (SchemaValues::type_of(schema) != type) return;
                                  const json::value before = place;
                                  for (const std::string& text : texts) {
                                      place = json::string(text);
                                      attempt();
                                  }
                                  place = before;
                              });
    }
    /// What must not have changed: movies and users of the data set.
    [[nodiscard]] std::string state() const {
        return send("GET", "/movies/1").body + send("GET", "/movies/2").body +
               send("GET", "/users/?size=3", {}, home().as_admin()).body;
    }

    std::optional<ApiContract> contract_;
    std::vector<DescribedOperation> operations_;
};

TEST_F(HostileRequests, OfEveryScriptAreTexts) {
    const std::vector<std::string> texts = {"Zażółć gęślą jaźń",
                                            "Кино и немцы",
                                            "映画館へ行こう",
                                            "فيلم مُمتاز",
                                            "🎬👩‍👩‍👧‍👦🏳️‍🌈",
                                            "e\u0301\u0301\u0301",
                                            "\u202Ereversed",
                                            std::string("nul\0nul", 7),
                                            "\t\r\n\x7f",
                                            "\u00a0\ufeff\u2028"};
    std::set<int> statuses;
    for (const DescribedOperation& each : operations_)
        try_everywhere(each, "string", texts, statuses);
    EXPECT_TRUE(statuses.contains(201));
    EXPECT_TRUE(statuses.contains(422));
}

TEST_F(HostileRequests, OfSqlAreTexts) {
    const std::string before = state();
    const std::vector<std::string> texts = {"'",
                                            "''; DROP TABLE movies; --",
                                            "1 OR 1=1",
                                            "\" OR \"\"=\"",
                                            "%' OR title LIKE '%",
                                            "a\\' OR 1=1 -- ",
                                            "*) UNION SELECT password_hash FROM users --",
                                            "$1 :email ?1 @p",
                                            "_%[a-z]",
                                            "NEAR(\"a\" \"b\", 5) AND title:x*",
                                            "`;--",
                                            "/* */"};
    std::set<int> statuses;
    for (const DescribedOperation& each : operations_)
        try_everywhere(each, "string", texts, statuses);
    EXPECT_EQ(state(), before);
}

TEST_F(HostileRequests, AtTheEdgesOf64BitsAreNumbers) {
    const std::vector<std::string> numbers = {"0",
                                              "-1",
                                              "2147483647",
                                              "2147483648",
                                              "-2147483649",
                                              "9007199254740991",
                                              "9007199254740992",
                                              "9223372036854775807",
                                              "-9223372036854775808",
                                              "9223372036854775808",
                                              "18446744073709551616",
                                              "1e400",
                                              "-0",
                                              "00",
                                              "0x10",
                                              "1_000",
                                              "١",
                                              "1.0",
                                              " 7 ",
                                              ""};
    std::set<int> statuses;
    for (const DescribedOperation& each : operations_) {
        try_everywhere(each, "integer", numbers, statuses);
        try_everywhere(each, "number", numbers, statuses);
    }
    EXPECT_TRUE(statuses.contains(422));
    EXPECT_TRUE(statuses.contains(404));
}

TEST_F(HostileRequests, WithDamagedBodiesAreAnsweredWithoutAFailure) {
    constexpr int kBodies = 10'000;
    std::vector<DescribedOperation> reading;
    for (const DescribedOperation& each : operations_)
        if (each.body()) reading.push_back(each);
    ASSERT_GE(reading.size(), 7U);
    Mutator mutator(11);
    std::map<std::string, std::set<int>> statuses;
    RawConnection connection(port());
    for (int i = 0; i < kBodies; ++i) {
        const DescribedOperation& operation = reading[static_cast<std::size_t>(i) % reading.size()];
        const auto bytes = bytes_of(operation, draft_of(operation), home().as_admin(), mutator);
        ASSERT_TRUE(connection.send(bytes));
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer) << bytes;
        ASSERT_LT(answer->status, 500) << bytes << answer->body;
        statuses[operation.name()].insert(answer->status);
        if (i % 5'000 == 4'999)
            connection = RawConnection(port());  // a connection has its share of requests
    }
    for (const DescribedOperation& each : reading)
        EXPECT_TRUE(statuses[each.name()].contains(422)) << each.name();
    EXPECT_EQ(get("/health/ready").status, 200);
}

struct PastClock : domain::Clock {
    [[nodiscard]] std::int64_t now() const override {
        return infrastructure::security::SystemClock().now() - 7'200;
    }
};

TEST_F(HostileRequests, WithTokensThatAreNoneAreRefusedByEveryEndpointThatNeedsOne) {
    const std::string admin = home().as_admin();
    const std::string token = admin.substr(22, admin.size() - 24);
    const std::string payload = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
    const domain::UserId self{
        parsed(send("GET", "/users/me", {}, admin)).at("id").to_number<std::int64_t>()};
    using infrastructure::security::JwtTokenService;
    const infrastructure::security::SystemClock clock;
    const PastClock past;
    const infrastructure::security::SigningKeys own({std::string(32, 'k')});
    JwtTokenService good(own, 1800, clock);
    JwtTokenService expired(own, 1800, past);
    JwtTokenService foreign(infrastructure::security::SigningKeys({std::string(32, 'x')}), 1800,
                            clock);
    ASSERT_EQ(send("GET", "/users/me", {}, "Authorization: Bearer " + good.issue(self, 1) + "\r\n")
                  .status,
              200);
    const std::map<std::string, std::string> headers = {
        {"none", ""},
        {"expired", "Bearer " + expired.issue(self, 1)},
        {"of a foreign key", "Bearer " + foreign.issue(self, 1)},
        {"of an older password", "Bearer " + good.issue(self, 0)},
        {"of nobody", "Bearer " + good.issue(domain::UserId{987'654'321}, 1)},
        {"alg none", "Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + payload + "."},
        {"alg RS256",
         "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9" + payload + token.substr(token.rfind('.'))},
        {"changed payload", "Bearer " + token.substr(0, token.find('.')) + ".eyJzdWIiOiIxIn0" +
                                token.substr(token.rfind('.'))},
        {"of another scheme", "Basic YTpi"},
        {"no scheme", token},
        {"not a token", "Bearer abc"},
        {"empty", "Bearer "}};
    int protected_operations = 0;
    for (const DescribedOperation& each : operations_) {
        if (!each.needs_a_token()) continue;
        ++protected_operations;
        for (const auto& [kind, value] : headers) {
            const std::string header = value.empty() ? "" : "Authorization: " + value + "\r\n";
            const HttpAnswer answer = send_draft(each, draft_of(each), header);
            EXPECT_EQ(answer.status, 401) << each.name() << " with a token " << kind;
            EXPECT_TRUE(answer.body == R"({"detail":"Could not validate credentials"})" ||
                        answer.body == R"({"detail":"Not authenticated"})")
                << answer.body;
        }
    }
    EXPECT_GE(protected_operations, 12);
}

/// Every place where a user's id goes; a user may name only their own.
TEST_F(HostileRequests, InAnothersNameAreForbidden) {
    const Member member = sign_up();
    const Member other = sign_up();
    const std::string id = std::to_string(other.id);
    const std::string own = std::to_string(member.id);
    const std::string account =
        R"({"username":"x","email":"x@example.org","password":"correct horse"})";
    const auto rating = [](const std::string& user) {
        return R"({"user_id":)" + user + R"(,"movie_id":)" + ServedApi::id(0) + R"(,"rating":5})";
    };
    EXPECT_EQ(send("PUT", "/users/" + id, account, member.header).status, 403);
    EXPECT_EQ(send("PATCH", "/users/" + id, R"({"age":1})", member.header).status, 403);
    EXPECT_EQ(send("DELETE", "/users/" + id, {}, member.header).status, 403);
    EXPECT_EQ(send("POST", "/ratings/", "[" + rating(id) + "]", member.header).status, 403);
    EXPECT_EQ(
        send("POST", "/ratings/", "[" + rating(own) + "," + rating(id) + "]", member.header).status,
        403);
    EXPECT_EQ(
        send("POST", "/recommendations/cold-start", R"({"user_id":)" + id + "}", member.header)
            .status,
        403);
    EXPECT_EQ(parsed(send("GET", "/users/me/ratings", {}, member.header)).at("total"), 0);

    std::set<std::string> places;
    for (const DescribedOperation& each : operations_) {
        for (const auto& parameter : each.parameters("path"))
            if (parameter.at("name") == "user_id") places.insert(each.name());
        for (const auto& parameter : each.parameters("query"))
            EXPECT_NE(parameter.at("name"), "user_id") << each.name();
        if (const auto body = each.body())
            if (json::serialize(contract_->validator().resolved(
                                    body->second.at("schema").as_object().contains("items")
                                        ? body->second.at("schema").at("items")
                                        : body->second.at("schema")))
                    .find("\"user_id\"") != std::string::npos)
                places.insert(each.name());
    }
    EXPECT_EQ(places, (std::set<std::string>{"PATCH /users/{user_id}", "PUT /users/{user_id}",
                                             "DELETE /users/{user_id}", "POST /ratings/",
                                             "POST /recommendations/cold-start"}))
        << "a new place needs its line above";
}

/// Who is neither this user nor an admin cannot even learn which ids there are.
TEST_F(HostileRequests, InTheNameOfNobodyAreForbiddenLikeThoseInAnothers) {
    const Member member = sign_up();
    for (const char* id : {"0", "-1", "9223372036854775807", "-9223372036854775808"}) {
        const std::string path = "/users/" + std::string(id);
        EXPECT_EQ(send("DELETE", path, {}, member.header).status, 403) << id;
        EXPECT_EQ(send("POST", "/recommendations/cold-start",
                       R"({"user_id":)" + std::string(id) + "}", member.header)
                      .status,
                  403)
            << id;
    }
}

}  // namespace
}  // namespace neurec::tests
