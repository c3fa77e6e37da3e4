#include <gmock/gmock.h>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kOwnPage = "X-Neurec-Session: 1\r\n";

class Sessions : public ServedApi {
  protected:
    [[nodiscard]] HttpAnswer begin(const std::string& email,
                                   const std::string& password = "correct horse",
                                   std::string_view headers = kOwnPage) const {
        return send("POST", "/auth/session",
                    R"({"email":")" + email + R"(","password":")" + password + R"("})", headers);
    }
    /// The Cookie header that a browser would send after that answer.
    [[nodiscard]] static std::string cookie_of(const HttpAnswer& answer) {
        const std::string& set = answer.headers.at("set-cookie");
        return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
    }
    [[nodiscard]] static std::string from_own_page(const std::string& cookie) {
        return std::string(kOwnPage) + cookie;
    }
};

TEST_F(Sessions, BeginWithACookieAndTellWhoIsLoggedIn) {
    const Member member = sign_up();
    const HttpAnswer begun = begin(member.email);
    ASSERT_EQ(begun.status, 201) << begun.body;
    EXPECT_THAT(begun.headers.at("set-cookie"), HasSubstr("HttpOnly; SameSite=Strict"));
    EXPECT_EQ(parsed(begun).at("user").at("id"), member.id);
    EXPECT_EQ(parsed(begun).at("is_admin"), false);
    EXPECT_GT(parsed(begun).at("expires_at").as_int64(), 0);
    EXPECT_EQ(begun.body.find("eyJ"), std::string::npos) << "no token for scripts to read";

    const HttpAnswer look = send("GET", "/auth/session", {}, from_own_page(cookie_of(begun)));
    EXPECT_EQ(look.body, begun.body);
}

TEST_F(Sessions, TellNobodyWithoutACookie) {
    const HttpAnswer look = send("GET", "/auth/session", {}, kOwnPage);
    EXPECT_EQ(look.status, 200);
    EXPECT_EQ(look.body, R"({"user":null,"is_admin":false,"expires_at":null})");
}

TEST_F(Sessions, StandForTheTokenEverywhere) {
    const Member member = sign_up();
    const std::string cookie = from_own_page(cookie_of(begin(member.email)));
    EXPECT_EQ(send("GET", "/users/me", {}, cookie).status, 200);
    const std::string rating = R"([{"user_id":)" + std::to_string(member.id) + R"(,"movie_id":)" +
                               id(0) + R"(,"rating":4}])";
    EXPECT_EQ(send("POST", "/ratings/", rating, cookie).status, 201);
    EXPECT_EQ(send("POST", "/recommendations/cold-start",
                   R"({"user_id":)" + std::to_string(member.id) + "}", cookie)
                  .status,
              200);
    EXPECT_EQ(send("GET", "/users/", {}, cookie).status, 403) << "no admin";
}

TEST_F(Sessions, DoNotCountForRequestsThatOtherSitesCanMake) {
    const Member member = sign_up();
    const std::string cookie = cookie_of(begin(member.email));
    EXPECT_EQ(send("GET", "/users/me", {}, cookie).status, 401);
    EXPECT_EQ(send("DELETE", "/users/" + std::to_string(member.id), {}, cookie).status, 401);
    EXPECT_EQ(send("GET", "/users/me", {}, from_own_page(cookie) + "Sec-Fetch-Site: cross-site\r\n")
                  .status,
              401);
    EXPECT_EQ(begin(member.email, "correct horse", "").status, 403) << "no login from elsewhere";
    EXPECT_EQ(send("DELETE", "/auth/session", {}, cookie).status, 403);
}

TEST_F(Sessions, KnowAdmins) {
    const HttpAnswer begun = begin("admin@example.org", "the admin's password");
    ASSERT_EQ(begun.status, 201) << begun.body;
    EXPECT_EQ(parsed(begun).at("is_admin"), true);
    EXPECT_EQ(send("GET", "/users/", {}, from_own_page(cookie_of(begun))).status, 200);
}

TEST_F(Sessions, RefuseAWrongPasswordAsTheTokenEndpointDoes) {
    const Member member = sign_up();
    const HttpAnswer answer = begin(member.email, "wrong password");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.body, R"({"detail":"Incorrect email or password"})");
    EXPECT_EQ(answer.headers.count("set-cookie"), 0U);
    const HttpAnswer faulty = begin("", "s3cret-that-stays");
    EXPECT_EQ(faulty.status, 422);
    EXPECT_EQ(faulty.body.find("s3cret"), std::string::npos);
}

TEST_F(Sessions, EndWithThePasswordAndTakeTheirCookieAway) {
    const Member member = sign_up();
    const std::string cookie = from_own_page(cookie_of(begin(member.email)));
    ASSERT_EQ(send("PUT", "/users/" + std::to_string(member.id),
                   R"({"username":")" + member.email + R"(","email":")" + member.email +
                       R"(","password":"battery staple"})",
                   cookie)
                  .status,
              200);
    EXPECT_EQ(send("GET", "/users/me", {}, cookie).status, 401);
    const HttpAnswer look = send("GET", "/auth/session", {}, cookie);
    EXPECT_EQ(parsed(look).at("user"), nullptr);
    EXPECT_THAT(look.headers.at("set-cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(Sessions, GoOnWithANewPasswordThatTheyAskedFor) {
    const Member member = sign_up();
    const std::string cookie = from_own_page(cookie_of(begin(member.email)));
    const std::string body =
        R"({"current_password":"correct horse","new_password":"battery staple"})";
    const HttpAnswer changed =
        send("POST", "/users/me/password", body, cookie + "Authorization: Basic of-a-proxy\r\n");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_TRUE(parsed(changed).at("access_token").is_null()) << "no token for scripts to read";
    EXPECT_THAT(changed.headers.at("set-cookie"), HasSubstr("HttpOnly; SameSite=Strict"));
    EXPECT_EQ(send("GET", "/users/me", {}, cookie).status, 401) << "the older cookie is dead";
    const std::string renewed = from_own_page(cookie_of(changed));
    EXPECT_EQ(parsed(send("GET", "/auth/session", {}, renewed)).at("user").at("id"), member.id);
    EXPECT_EQ(send("GET", "/users/me", {}, member.header).status, 401) << "everywhere else";
    EXPECT_EQ(send("PATCH", "/users/" + std::to_string(member.id), R"({"age":44})", renewed).status,
              200);
    EXPECT_EQ(send("POST", "/users/me/password", body, cookie_of(changed)).status, 401)
        << "no page of another site";
}

TEST_F(Sessions, EndByLoggingOut) {
    const HttpAnswer answer = send("DELETE", "/auth/session", {}, kOwnPage);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.headers.at("set-cookie"), StartsWith("neurec_session=;"));
}

}  // namespace
}  // namespace neurec::tests
