#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class Passwords : public ServedApi {
  protected:
    [[nodiscard]] HttpAnswer sign_up_with(const std::string& password) const {
        static int count = 0;
        const std::string name = "chooser" + std::to_string(++count);
        const boost::json::object body{
            {"username", name}, {"email", name + "@example.org"}, {"password", password}};
        return send("POST", "/users/", boost::json::serialize(body));
    }
    [[nodiscard]] static std::string repeated(const char* text, int times) {
        std::string result;
        for (int i = 0; i < times; ++i)
            result += text;
        return result;
    }
};

TEST_F(Passwords, AreCountedInCharactersFrom8To128) {
    EXPECT_EQ(sign_up_with(repeated("ż", 7)).status, 422);
    EXPECT_EQ(sign_up_with(repeated("ż", 8)).status, 201);
    EXPECT_EQ(sign_up_with(repeated("🎬", 128)).status, 201);
    EXPECT_EQ(sign_up_with(repeated("🎬", 129)).status, 422);
    EXPECT_EQ(sign_up_with(repeated("x", 129)).status, 422);
}

TEST_F(Passwords, CountToTheirLastCharacter) {
    const std::string longest(127, 'p');
    ASSERT_EQ(
        send("POST", "/users/",
             R"({"username":"long","email":"long@example.org","password":")" + longest + R"(a"})")
            .status,
        201);
    EXPECT_EQ(log_in("long@example.org", longest + "b").status, 401);
    EXPECT_EQ(log_in("long@example.org", longest).status, 401);
    EXPECT_EQ(log_in("long@example.org", longest + "a").status, 200);
}

TEST_F(Passwords, ThatEverybodyTriesFirstAreRefused) {
    for (const char* each : {"PassWord", "12345678", "starwars"}) {
        const HttpAnswer answer = sign_up_with(each);
        EXPECT_EQ(answer.status, 422) << each;
        EXPECT_THAT(answer.body, HasSubstr(R"("loc":["body","password"])"));
        EXPECT_THAT(answer.body, Not(HasSubstr(each)));
    }
    const Member member = sign_up();
    EXPECT_EQ(send("PUT", "/users/" + std::to_string(member.id),
                   R"({"username":"weak","email":"weak@example.org","password":"iloveyou"})",
                   member.header)
                  .status,
              422);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 200) << "nothing has changed";
}

TEST_F(Passwords, AreHashedAgainAtLoginWhenTheCostHasRisen) {
    const Member member = sign_up();
    const auto ports = home().ports();
    const auto hash = [&] {
        return ports.accounts.find_by_email(member.email)->credentials->password_hash;
    };
    ASSERT_THAT(hash(), HasSubstr("m=8,t=1"));
    infrastructure::security::Argon2PasswordHasher stronger({2, 32768});
    application::LoginThrottle throttle;
    const application::PasswordCheck check(ports.accounts, stronger, throttle);
    const application::LogIn log_in(ports.accounts, stronger, ports.tokens, check);

    static_cast<void>(log_in(
        {.grant_type = {}, .username = member.email, .password = "correct horse"}, "127.0.0.1"));

    EXPECT_THAT(hash(), HasSubstr("m=32,t=2"));
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 200) << "older tokens stay good";
    EXPECT_EQ(this->log_in(member.email, "correct+horse").status, 200);
}

TEST_F(Passwords, ThatChangeDuringALoginAreNotPutBack) {
    const Member member = sign_up();
    domain::AccountRepository& accounts = home().ports().accounts;
    const std::string former = accounts.find_by_email(member.email)->credentials->password_hash;
    ASSERT_EQ(
        send("PUT", "/users/" + std::to_string(member.id),
             R"({"username":"quick","email":"quick@example.org","password":"battery staple"})",
             member.header)
            .status,
        200);

    accounts.replace_hash(domain::UserId{member.id}, former, former);

    EXPECT_EQ(log_in("quick@example.org", "correct+horse").status, 401);
    EXPECT_EQ(log_in("quick@example.org", "battery+staple").status, 200);
}

}  // namespace
}  // namespace neurec::tests
