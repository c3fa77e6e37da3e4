#include <gmock/gmock.h>

#include <map>

#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class Accounts : public ServedApi {
  protected:
    [[nodiscard]] static std::string user_body(const std::string& name,
                                               const std::string& password = "correct horse") {
        return R"({"username":")" + name + R"(","email":")" + name +
               R"(@example.org","password":")" + password + R"("})";
    }
    [[nodiscard]] int me(const std::string& token) const {
        return send("GET", "/users/me", {}, "Authorization: Bearer " + token + "\r\n").status;
    }
    [[nodiscard]] static std::string path_of(const Member& member) {
        return "/users/" + std::to_string(member.id);
    }
};

TEST_F(Accounts, SignUpAnswersWithTheUserAndWithoutThePassword) {
    const HttpAnswer answer =
        send("POST", "/users/",
             R"({"username":"Ada ✓","email":"Ada@example.org","password":"pässwörter",)"
             R"("age":36,"gender":"F","occupation":15,"id":7,"role":"admin"})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto user = boost::json::parse(answer.body).as_object();
    EXPECT_EQ(user.at("username"), "Ada ✓");
    EXPECT_EQ(user.at("email"), "Ada@example.org");
    EXPECT_EQ(user.at("age"), 36);
    EXPECT_EQ(user.size(), 6U) << "id, username, email, age, gender, occupation: nothing more";
    EXPECT_NE(user.at("id"), 7) << "a client does not choose its id";
    EXPECT_EQ(log_in("ada%40EXAMPLE.org", "p%C3%A4ssw%C3%B6rter").status, 200);
}

TEST_F(Accounts, SignUpRefusesATakenEmailInAnyCaseAndATakenUsername) {
    ASSERT_EQ(send("POST", "/users/", user_body("grace")).status, 201);
    EXPECT_EQ(send("POST", "/users/", user_body("GRACE")).status, 409);
    const HttpAnswer name = send(
        "POST", "/users/", R"({"username":"grace","email":"g@x.org","password":"a long one"})");
    EXPECT_EQ(name.status, 409);
    EXPECT_EQ(name.body, R"({"detail":"Username already registered"})");
}

TEST_F(Accounts, SignUpNamesEveryFaultAndEchoesNoPassword) {
    const HttpAnswer answer =
        send("POST", "/users/", R"({"email":"nobody","password":"s3cret!","age":200})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(boost::json::parse(answer.body).at("detail").as_array().size(), 4U) << answer.body;
    EXPECT_THAT(answer.body, Not(HasSubstr("s3cret")));
    EXPECT_EQ(send("POST", "/users/", user_body("long", std::string(129, 'x'))).status, 422);
}

TEST_F(Accounts, LoginTellsNoUnknownEmailFromAWrongPassword) {
    const Member member = sign_up();
    const HttpAnswer wrong = log_in(member.email, "wrong+password");
    const HttpAnswer unknown = log_in("nobody@example.org", "wrong+password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.body, R"({"detail":"Incorrect email or password"})");
    EXPECT_EQ(unknown.status, wrong.status);
    EXPECT_EQ(unknown.body, wrong.body);
    EXPECT_EQ(unknown.headers.at("www-authenticate"), wrong.headers.at("www-authenticate"));
}

TEST_F(Accounts, LoginWantsBothFieldsOfItsForm) {
    const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
    EXPECT_EQ(send("POST", "/auth/token", "username=a%40b.org&password=", form).status, 422);
    EXPECT_EQ(send("POST", "/auth/token", "", form).status, 422);
    EXPECT_EQ(
        send("POST", "/auth/token", "grant_type=refresh&username=a%40b.org&password=12345678", form)
            .status,
        422);
    EXPECT_EQ(send("POST", "/auth/token", R"({"username":"a","password":"b"})").status, 415);
}

TEST_F(Accounts, LoginIsThrottledByAccountWhetherItExistsOrNot) {
    for (const std::string& email : {sign_up().email, std::string("ghost@example.org")}) {
        HttpAnswer answer;
        int tries = 0;
        do {
            answer = log_in(email, "wrong+password");
        } while (answer.status == 401 && ++tries < 20);
        EXPECT_EQ(answer.status, 429) << email;
        EXPECT_GE(std::stoi(answer.headers.at("retry-after")), 1);
        EXPECT_EQ(log_in(email, "correct+horse").status, 429) << "the right one waits, too";
    }
    EXPECT_EQ(log_in("admin@example.org", "the+admin%27s+password").status, 200)
        << "others are not held up";
}

TEST_F(Accounts, TokensOfOthersAndBrokenOnesAreRefused) {
    const Member member = sign_up();
    const std::string token = member.header.substr(22, member.header.size() - 24);
    ASSERT_EQ(me(token), 200);

    const infrastructure::security::SystemClock clock;
    infrastructure::security::JwtTokenService foreign(
        infrastructure::security::SigningKeys({std::string(32, 'x')}), 1800, clock);
    const std::string payload = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
    const std::map<std::string, std::string> forged = {
        {"foreign key", foreign.issue(domain::UserId{member.id}, 1)},
        {"alg none", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + payload + "."},
        {"changed payload",
         token.substr(0, token.find('.')) + ".eyJzdWIiOiIxIn0" + token.substr(token.rfind('.'))},
        {"trailing bytes", token + "x"},
        {"no signature", token.substr(0, token.rfind('.') + 1)},
        {"not a token", "abc"},
        {"too long", std::string(5'000, 'a')}};
    for (const auto& [kind, text] : forged)
        EXPECT_EQ(me(text), 401) << kind;
    const HttpAnswer answer = send("GET", "/users/me", {}, "Authorization: Bearer abc\r\n");
    EXPECT_EQ(answer.body, R"({"detail":"Could not validate credentials"})");
    EXPECT_EQ(answer.headers.at("www-authenticate"), "Bearer");
    EXPECT_EQ(send("GET", "/users/me", {}, "Authorization: bEaReR " + token + "\r\n").status, 200);
}

TEST_F(Accounts, ANewPasswordEndsOlderTokensAndTheSameOneDoesNot) {
    const Member member = sign_up();
    ASSERT_EQ(send("PUT", path_of(member), user_body("renamed"), member.header).status, 200);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 200);
    ASSERT_EQ(
        send("PUT", path_of(member), user_body("renamed", "battery staple"), member.header).status,
        200);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401);
    EXPECT_EQ(log_in("renamed@example.org", "battery+staple").status, 200);
    EXPECT_EQ(log_in("renamed@example.org", "correct+horse").status, 401);
}

TEST_F(Accounts, PutRaisesNobodysRole) {
    const Member member = sign_up();
    ASSERT_EQ(send("PUT", path_of(member),
                   R"({"username":"riser","email":"riser@example.org",)"
                   R"("password":"correct horse","role":"admin"})",
                   member.header)
                  .status,
              200);
    EXPECT_EQ(send("GET", "/users/", {}, member.header).status, 403);
}

TEST_F(Accounts, ADeletedUsersTokenIsDeadAtOnceAndTheirIdGivesItToNobody) {
    const Member member = sign_up();
    ASSERT_EQ(send("DELETE", path_of(member), {}, member.header).status, 200);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401);
    const Member next = sign_up();
    EXPECT_GT(next.id, member.id) << "no id is used twice";
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401);
}

TEST_F(Accounts, AreNeverADataSetsWhicheverComesFirst) {
    const auto import = [](std::int64_t user, float stars) {
        const auto transaction = home().store().begin_import({"beside-accounts", ""});
        transaction->upsert(domain::Movie{domain::MovieId{1}, "Beside (2001)", {"Drama"}});
        transaction->upsert(domain::User{domain::UserId{user}, {25, domain::Gender::male, 4}});
        transaction->upsert(
            domain::Rating{domain::UserId{user}, domain::MovieId{1}, stars, 978300760});
        transaction->commit();
    };
    const Member first = sign_up();
    const std::string rating = R"([{"user_id":)" + std::to_string(first.id) + R"(,"movie_id":)" +
                               id(0) + R"(,"rating":5}])";
    ASSERT_EQ(send("POST", "/ratings/", rating, first.header).status, 201);
    const std::string before = send("GET", "/users/me", {}, first.header).body;
    const std::string ratings_before = send("GET", "/users/me/ratings", {}, first.header).body;

    import(first.id, 1);        // a stranger with the id of an account
    import(first.id + 500, 1);  // and one with an id to come
    const Member second = sign_up();

    EXPECT_EQ(send("GET", "/users/me", {}, first.header).body, before);
    EXPECT_EQ(send("GET", "/users/me/ratings", {}, first.header).body, ratings_before);
    EXPECT_GT(second.id, first.id + 500);
    import(second.id, 2);
    EXPECT_EQ(parsed(send("GET", "/users/me/ratings", {}, second.header)).at("total"), 0);
    EXPECT_EQ(parsed(send("GET", "/users/me", {}, second.header)).at("age"), 30);
}

TEST_F(Accounts, NobodyTouchesAnothersAccount) {
    const Member victim = sign_up();
    const Member other = sign_up();
    EXPECT_EQ(send("PUT", path_of(victim), user_body("taken"), other.header).status, 403);
    EXPECT_EQ(send("DELETE", path_of(victim), {}, other.header).status, 403);
    EXPECT_EQ(send("PUT", path_of(victim), user_body("taken")).status, 401);
    EXPECT_EQ(send("DELETE", path_of(victim)).status, 401);
    EXPECT_EQ(send("GET", "/users/me", {}, victim.header).status, 200);
    EXPECT_EQ(send("DELETE", "/users/9223372036854775807", {}, home().as_admin()).status, 404);
}

TEST_F(Accounts, AdminsListUsersByPageAndFilter) {
    const Member member = sign_up();
    const auto all =
        boost::json::parse(send("GET", "/users/?page=1&size=5", {}, home().as_admin()).body);
    EXPECT_EQ(all.at("users").as_array().size(), 5U);
    EXPECT_GE(all.at("total").as_int64(), 61);
    EXPECT_TRUE(all.at("users").at(0).at("email").is_null()) << "of an imported user";
    const auto one = boost::json::parse(
        send("GET", "/users/?email=" + member.email, {}, home().as_admin()).body);
    EXPECT_EQ(one.at("total"), 1);
    EXPECT_EQ(one.at("users").at(0).at("id"), member.id);
    EXPECT_EQ(send("GET", "/users/?email='%20or%201=1--", {}, home().as_admin()).status, 200);
}

TEST_F(Accounts, EveryWriteAsksForItsRole) {
    const Member member = sign_up();
    const std::string movie = R"j({"title":"A Film (2020)","genres":[]})j";
    const struct {
        const char* method;
        const char* path;
        std::string body;
    } writes[] = {{"DELETE", "/users/", ""},
                  {"GET", "/users/", ""},
                  {"POST", "/movies/", movie},
                  {"PUT", "/movies/1", movie},
                  {"DELETE", "/movies/1", ""}};
    for (const auto& each : writes) {
        EXPECT_EQ(send(each.method, each.path, each.body).status, 401) << each.path;
        EXPECT_EQ(send(each.method, each.path, each.body, member.header).status, 403) << each.path;
    }
    EXPECT_EQ(send("POST", "/ratings/", "[]").status, 401);
}

TEST_F(Accounts, SeedEnforcementAsksForTokensWhereTheOriginalDid) {
    server_.reset();
    api_.emplace(home().ports(), "1.2.3", presentation::http::Enforcement::seed);
    server_.emplace(api_->router(),
                    presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
                    presentation::http::ServerLimits{}, home().logger());
    EXPECT_EQ(send("GET", "/users/").status, 200);
    EXPECT_EQ(send("POST", "/recommendations/cold-start", R"({"user_id":1})").status, 200);
    EXPECT_EQ(send("POST", "/ratings/", "[]").status, 201);
    EXPECT_EQ(send("GET", "/users/me").status, 401);
    EXPECT_EQ(send("PUT", "/users/1", user_body("one")).status, 401);
    EXPECT_EQ(send("DELETE", "/users/1").status, 401);
}

}  // namespace
}  // namespace neurec::tests
