#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <map>
#include <thread>

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

TEST_F(Accounts, OfTwoPasswordChangesAtOnceOneWinsWholeAndBothOlderTokensDie) {
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
        const Member member = sign_up();
        const auto another = parsed(log_in(member.email, "correct+horse"));
        const std::string other =
            "Authorization: Bearer " + std::string(another.at("access_token").as_string()) + "\r\n";
        const std::string name = "racer" + std::to_string(round);
        std::array<HttpAnswer, 2> answers;
        std::barrier begin(2);
        const auto change = [&](std::size_t who, const std::string& header) {
            const std::string suffix = who == 0 ? "a" : "b";
            begin.arrive_and_wait();
            answers[who] = send("PUT", path_of(member),
                                user_body(name + suffix, "battery staple " + suffix), header);
        };
        std::thread first(change, 0, member.header);
        std::thread second(change, 1, other);
        first.join();
        second.join();

        ASSERT_EQ(std::ranges::count(answers, 200, &HttpAnswer::status), 1)
            << answers[0].status << " " << answers[0].body << " " << answers[1].body;
        const std::size_t winner = answers[0].status == 200 ? 0 : 1;
        // The loser comes while the winner's change is made, or finds its own token dead.
        EXPECT_THAT(answers[1 - winner].status, testing::AnyOf(409, 401));
        EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401);
        EXPECT_EQ(send("GET", "/users/me", {}, other).status, 401);
        const std::string suffix = winner == 0 ? "a" : "b";
        const std::string email = name + suffix + "@example.org";
        const HttpAnswer token = log_in(email, "battery+staple+" + suffix);
        ASSERT_EQ(token.status, 200) << token.body;
        const HttpAnswer me =
            send("GET", "/users/me", {},
                 "Authorization: Bearer " +
                     std::string(parsed(token).at("access_token").as_string()) + "\r\n");
        EXPECT_EQ(parsed(me).at("username"), text_value(name + suffix));
    }
}

TEST_F(Accounts, PatchChangesWhatIsGivenAndClearsWhatIsNull) {
    const Member member = sign_up();
    const HttpAnswer older =
        send("PATCH", path_of(member), R"({"age":31,"username":"Patched"})", member.header);
    ASSERT_EQ(older.status, 200) << older.body;
    EXPECT_EQ(parsed(older).at("age"), 31);
    EXPECT_EQ(parsed(older).at("username"), "Patched");
    EXPECT_EQ(parsed(older).at("email"), text_value(member.email));
    EXPECT_EQ(parsed(older).at("gender"), "F");
    EXPECT_EQ(parsed(older).at("occupation"), 3);

    const HttpAnswer cleared =
        send("PATCH", path_of(member), R"({"age":null,"gender":null})", member.header);
    EXPECT_TRUE(parsed(cleared).at("age").is_null()) << cleared.body;
    EXPECT_TRUE(parsed(cleared).at("gender").is_null());
    EXPECT_EQ(parsed(cleared).at("occupation"), 3);
    EXPECT_EQ(send("PATCH", path_of(member), "{}", member.header).body, cleared.body);
    EXPECT_EQ(log_in(member.email, "correct+horse").status, 200);
    EXPECT_EQ(me(member.header.substr(22, member.header.size() - 24)), 200) << "no new password";
}

TEST_F(Accounts, PatchNamesWhatItDoesNotChange) {
    const Member member = sign_up();
    const auto refusal = [&](const std::string& body) {
        const HttpAnswer answer = send("PATCH", path_of(member), body, member.header);
        EXPECT_EQ(answer.status, 422) << body;
        EXPECT_THAT(answer.body, Not(HasSubstr("s3cret")));
        return answer.body;
    };
    EXPECT_THAT(refusal(R"({"password":"s3cret that is new"})"),
                HasSubstr(R"("type":"extra_forbidden","loc":["body","password"])"));
    EXPECT_THAT(refusal(R"({"emial":"new@example.org"})"), HasSubstr(R"("loc":["body","emial"])"));
    EXPECT_THAT(refusal(R"({"role":"admin"})"), HasSubstr(R"("loc":["body","role"])"));
    EXPECT_THAT(refusal(R"({"username":null})"), HasSubstr("string_type"));
    EXPECT_THAT(refusal(R"({"email":null})"), HasSubstr("string_type"));
    EXPECT_THAT(refusal(R"({"age":"old","occupation":21})"), HasSubstr("occupation"));
}

TEST_F(Accounts, PatchAsksForTheCurrentPasswordWhereTheEmailChanges) {
    const Member member = sign_up();
    const auto change = [&](const std::string& more) {
        return send("PATCH", path_of(member), R"({"email":"moved@example.org")" + more + "}",
                    member.header);
    };
    EXPECT_EQ(change("").status, 422) << "a stolen token is not enough";
    const HttpAnswer wrong = change(R"(,"current_password":"s3cret guess")");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr(R"("loc":["body","current_password"])"));
    EXPECT_THAT(wrong.body, Not(HasSubstr("s3cret")));
    EXPECT_EQ(log_in(member.email, "correct+horse").status, 200);
    EXPECT_EQ(change(R"(,"current_password":"correct horse")").status, 200);
    EXPECT_EQ(log_in("moved@example.org", "correct+horse").status, 200);
    EXPECT_EQ(log_in(member.email, "correct+horse").status, 401);
}

TEST_F(Accounts, ANewPasswordNeedsTheCurrentOneAndComesWithAToken) {
    const Member member = sign_up();
    const auto change = [&](const std::string& current, const std::string& header) {
        return send("POST", "/users/me/password",
                    R"({"current_password":")" + current + R"(","new_password":"battery staple"})",
                    header);
    };
    EXPECT_EQ(change("correct horse", "").status, 401);
    const HttpAnswer wrong = change("s3cret guess", member.header);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr(R"("loc":["body","current_password"])"));
    EXPECT_THAT(wrong.body, Not(HasSubstr("s3cret")));

    const HttpAnswer changed = change("correct horse", member.header);
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.headers.at("cache-control"), "no-store");
    EXPECT_EQ(changed.headers.count("set-cookie"), 0U);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401);
    EXPECT_EQ(me(std::string(parsed(changed).at("access_token").as_string())), 200);
    EXPECT_EQ(log_in(member.email, "battery+staple").status, 200);
    EXPECT_EQ(log_in(member.email, "correct+horse").status, 401);
}

TEST_F(Accounts, GuessesOfTheCurrentPasswordAreThrottledAsLoginsAre) {
    const Member member = sign_up();
    HttpAnswer answer;
    int tries = 0;
    do {
        answer = send("POST", "/users/me/password",
                      R"({"current_password":"a guess","new_password":"battery staple"})",
                      member.header);
    } while (answer.status == 422 && ++tries < 20);
    EXPECT_EQ(answer.status, 429);
    EXPECT_GE(std::stoi(answer.headers.at("retry-after")), 1);
    std::string shouted = member.email;
    std::ranges::transform(shouted, shouted.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    EXPECT_EQ(log_in(shouted, "correct+horse").status, 429) << "in any case of its letters";
}

TEST_F(Accounts, NamesThatDifferInCaseOrFormAreTaken) {
    ASSERT_EQ(send("POST", "/users/",
                   R"({"username":"Zoë","email":"Zoë@example.org","password":"correct horse"})")
                  .status,
              201);
    const HttpAnswer name =
        send("POST", "/users/",
             R"({"username":"ZOE\u0308","email":"other@example.org","password":"correct horse"})");
    EXPECT_EQ(name.status, 409);
    EXPECT_EQ(name.body, R"({"detail":"Username already registered"})");
    const HttpAnswer email =
        send("POST", "/users/",
             R"({"username":"other","email":"zoe\u0308@EXAMPLE.org","password":"correct horse"})");
    EXPECT_EQ(email.status, 409);
    EXPECT_EQ(email.body, R"({"detail":"Email already registered"})");
    EXPECT_EQ(log_in("ZOE%CC%88%40example.org", "correct+horse").status, 200);
    EXPECT_EQ(log_in("%EF%BC%BAo%C3%AB%40example.org", "correct+horse").status, 200)
        << "full width";
}

TEST_F(Accounts, GuessesInAnotherFormOfTheEmailAreCountedTogether) {
    ASSERT_EQ(send("POST", "/users/",
                   R"({"username":"Noël","email":"noël@example.org","password":"correct horse"})")
                  .status,
              201);
    const char* const forms[] = {"no%C3%ABl%40example.org", "NO%C3%8BL%40example.org",
                                 "noe%CC%88l%40example.org", "%EF%BD%8Eo%C3%ABl%40example.org"};
    int tries = 0;
    while (log_in(forms[tries % 4], "wrong+password").status == 401 && tries < 20)
        ++tries;
    EXPECT_EQ(tries, application::LoginThrottleLimits{}.free_failures_per_account + 1);
}

TEST_F(Accounts, NamesThatShowNothingAreRefused) {
    for (const char* name :
         {"", "   ", "\\u00a0", "\\u200b\\u3000", "\\u3164", "a\\u0000b", "\\n"}) {
        const HttpAnswer answer =
            send("POST", "/users/",
                 R"({"username":")" + std::string(name) +
                     R"(","email":"blank@example.org","password":"correct horse"})");
        EXPECT_EQ(answer.status, 422) << name;
        EXPECT_THAT(answer.body, HasSubstr(R"("loc":["body","username"])"));
        const std::string movie =
            R"j({"title":")j" + std::string(name) + R"j(","genres":["Drama"]})j";
        EXPECT_EQ(send("POST", "/movies/", movie, home().as_admin()).status, 422) << name;
        EXPECT_EQ(send("PUT", "/movies/" + id(0), movie, home().as_admin()).status, 422) << name;
    }
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

/// Serves a home of the test's own, whose figures other tests do not look at.
class AccountsBesideImports : public Accounts {
  protected:
    AccountsBesideImports() {
        server_.reset();
        api_.emplace(own_.ports(), "1.2.3");
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, own_.logger());
    }
    ~AccountsBesideImports() override {
        server_.reset();
        api_.reset();
    }
    /// A data set in which one user rates one movie.
    void bring(std::int64_t user, std::int64_t movie, float stars) {
        const auto transaction = own_.store().begin_import({"beside-accounts", ""});
        transaction->upsert(domain::Movie{domain::MovieId{movie}, "Beside (2001)", {"Drama"}});
        transaction->upsert(domain::User{domain::UserId{user}, {25, domain::Gender::male, 4}});
        transaction->upsert(
            domain::Rating{domain::UserId{user}, domain::MovieId{movie}, stars, 978300760});
        transaction->commit();
    }

    ServedHome own_;
};

TEST_F(AccountsBesideImports, AreNeverADataSetsWhicheverComesFirst) {
    const Member first = sign_up();
    const std::string rating = R"([{"user_id":)" + std::to_string(first.id) + R"(,"movie_id":)" +
                               id(0) + R"(,"rating":5}])";
    ASSERT_EQ(send("POST", "/ratings/", rating, first.header).status, 201);
    const std::string before = send("GET", "/users/me", {}, first.header).body;
    const std::string ratings_before = send("GET", "/users/me/ratings", {}, first.header).body;

    bring(first.id, 1, 1);        // a stranger with the id of an account
    bring(first.id + 500, 1, 1);  // and one with an id to come
    const Member second = sign_up();

    EXPECT_EQ(send("GET", "/users/me", {}, first.header).body, before);
    EXPECT_EQ(send("GET", "/users/me/ratings", {}, first.header).body, ratings_before);
    EXPECT_GT(second.id, first.id + 500);
    bring(second.id, 1, 2);
    EXPECT_EQ(parsed(send("GET", "/users/me/ratings", {}, second.header)).at("total"), 0);
    EXPECT_EQ(parsed(send("GET", "/users/me", {}, second.header)).at("age"), 30);
}

TEST_F(AccountsBesideImports, AreMadeWhateverIdsADataSetHas) {
    constexpr std::int64_t kHighest = 9223372036854775807;
    constexpr std::int64_t kHighestForBrowsers = 9007199254740991;
    bring(kHighest, kHighest, 4);
    bring(kHighestForBrowsers + 1, kHighestForBrowsers + 1, 4);
    EXPECT_LE(sign_up().id, kHighestForBrowsers);
    const HttpAnswer made =
        send("POST", "/movies/", R"j({"title":"New (2020)","genres":[]})j", own_.as_admin());
    EXPECT_EQ(made.status, 201) << made.body;
    const auto movies = parsed(get("/movies/?title=beside"));
    EXPECT_EQ(movies.at("total"), 2);
    for (const auto& each : movies.at("movies").as_array())
        EXPECT_LE(each.at("id").to_number<std::int64_t>(), kHighestForBrowsers);
}

TEST_F(Accounts, NobodyTouchesAnothersAccount) {
    const Member victim = sign_up();
    const Member other = sign_up();
    EXPECT_EQ(send("PUT", path_of(victim), user_body("taken"), other.header).status, 403);
    EXPECT_EQ(send("DELETE", path_of(victim), {}, other.header).status, 403);
    EXPECT_EQ(send("PUT", path_of(victim), user_body("taken")).status, 401);
    EXPECT_EQ(send("PATCH", path_of(victim), R"({"age":1})", other.header).status, 403);
    EXPECT_EQ(send("PATCH", path_of(victim), R"({"age":1})").status, 401);
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
    api_.emplace(
        home().ports(), "1.2.3",
        presentation::http::AccessRules{.enforcement = presentation::http::Enforcement::seed});
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
