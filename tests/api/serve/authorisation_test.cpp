#include <gmock/gmock.h>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Who may do what, over every endpoint that changes something or shows what is somebody's.
class Authorisation : public ServedApi {
  protected:
    struct Call {
        const char* method;
        std::string path;
        std::string body;
        int for_member;  ///< the status that somebody gets who is no admin
        int for_admin;
    };
    /// In an order in which an admin can do all of them.
    [[nodiscard]] static std::vector<Call> calls(const Member& victim) {
        const std::string user = "/users/" + std::to_string(victim.id);
        const std::string subject = R"({"user_id":)" + std::to_string(victim.id);
        return {
            {"GET", "/users/", "", 403, 200},
            {"POST", "/recommendations/cold-start", subject + "}", 403, 200},
            {"POST", "/ratings/", "[" + subject + R"(,"movie_id":)" + id(2) + R"(,"rating":4}])",
             403, 201},
            {"PUT", user,
             R"({"username":"changed","email":"changed@example.org","password":"correct horse"})",
             403, 200},
            {"PATCH", user, R"({"age":31})", 403, 200},
            {"DELETE", user, "", 403, 200},
            {"POST", "/movies/", R"j({"id":4242,"title":"A Film (2020)","genres":[]})j", 403, 201},
            {"PUT", "/movies/4242", R"j({"title":"A Film (2021)","genres":["Drama"]})j", 403, 200},
            {"DELETE", "/movies/4242", "", 403, 200},
            {"GET", "/admin/stats", "", 403, 200},
            {"GET", "/admin/models", "", 403, 200},
            {"POST", "/admin/models/m1/activate", "", 403, 200},
            {"GET", "/admin/training-jobs", "", 403, 200},
            {"POST", "/admin/training-jobs", "{\"epochs\":0}", 403, 422},
            {"POST", "/admin/training-jobs/99/cancel", "", 403, 404},
        };
    }
};

TEST_F(Authorisation, EveryWriteIs401ForNobody403ForAMemberAndDoneForAnAdmin) {
    const Member victim = sign_up();
    const Member member = sign_up();
    for (const Call& call : calls(victim)) {
        EXPECT_EQ(send(call.method, call.path, call.body).status, 401) << call.path;
        EXPECT_EQ(send(call.method, call.path, call.body, member.header).status, call.for_member)
            << call.path;
    }
    EXPECT_EQ(send("GET", "/users/me", {}, victim.header).status, 200) << "nothing has changed";
    EXPECT_EQ(parsed(send("GET", "/users/me/ratings", {}, victim.header)).at("total"), 0);
    EXPECT_EQ(get("/movies/4242").status, 404);
    for (const Call& call : calls(victim))
        EXPECT_EQ(send(call.method, call.path, call.body, home().as_admin()).status, call.for_admin)
            << call.method << " " << call.path;
}

TEST_F(Authorisation, EveryMemberMayDoToThemselvesWhatOthersMayNot) {
    const Member member = sign_up();
    for (const Call& call : calls(member)) {
        if (call.path.find(std::to_string(member.id)) == std::string::npos &&
            call.body.find(std::to_string(member.id)) == std::string::npos)
            continue;
        EXPECT_EQ(send(call.method, call.path, call.body, member.header).status, call.for_admin)
            << call.method << " " << call.path;
    }
}

TEST_F(Authorisation, AnothersIdIsForbiddenWhetherOrNotItExists) {
    const Member member = sign_up();
    for (const char* id : {"9223372036854775807", "-9223372036854775808", "0", "-1"}) {
        const std::string user = std::string("/users/") + id;
        EXPECT_EQ(send("DELETE", user, {}, member.header).status, 403) << id;
        EXPECT_EQ(send("POST", "/recommendations/cold-start",
                       std::string(R"({"user_id":)") + id + "}", member.header)
                      .status,
                  403)
            << id;
        EXPECT_EQ(send("DELETE", user, {}, home().as_admin()).status, 404) << id;
    }
    // A rating's id names its user, so a stranger's is known by sight.
    const Member other = sign_up();
    const HttpAnswer stored = send("POST", "/ratings/",
                                   R"([{"user_id":)" + std::to_string(other.id) +
                                       R"(,"movie_id":)" + id(1) + R"(,"rating":4}])",
                                   other.header);
    ASSERT_EQ(stored.status, 201) << stored.body;
    const std::string rating =
        "/ratings/" + std::string(boost::json::parse(stored.body).at(0).at("id").as_string());
    EXPECT_EQ(send("DELETE", rating, {}, member.header).status, 403);
    EXPECT_EQ(send("DELETE", rating, {}, other.header).status, 200);
    EXPECT_EQ(send("DELETE", rating, {}, member.header).status, 403) << "gone or not";
}

TEST_F(Authorisation, WhatOnlyTheServerDecidesIsIgnoredInABody) {
    const HttpAnswer signed_up =
        send("POST", "/users/",
             R"({"id":1,"username":"grabber","email":"grabber@example.org","password":)"
             R"("correct horse","role":"admin","is_admin":true,"password_hash":"$argon2id$x",)"
             R"("token_version":7,"credentials":{"role":"admin"}})");
    ASSERT_EQ(signed_up.status, 201) << signed_up.body;
    EXPECT_NE(parsed(signed_up).at("id"), 1);
    const HttpAnswer token = log_in("grabber%40example.org", "correct+horse");
    ASSERT_EQ(token.status, 200) << "the password counts, not the hash that was sent";
    const std::string header = "Authorization: Bearer " +
                               std::string(parsed(token).at("access_token").as_string()) + "\r\n";
    EXPECT_EQ(send("GET", "/users/", {}, header).status, 403);
    EXPECT_EQ(send("GET", "/admin/stats", {}, header).status, 403);
}

TEST_F(Authorisation, NoAnswerHasAHashOrAPassword) {
    const Member member = sign_up();
    const std::string body =
        R"({"username":"plain","email":"plain@example.org","password":"correct horse"})";
    const HttpAnswer answers[] = {
        send("GET", "/users/me", {}, member.header),
        send("GET", "/users/?size=1000", {}, home().as_admin()),
        send("PUT", "/users/" + std::to_string(member.id), body, member.header),
        send("GET", "/admin/stats", {}, home().as_admin()),
        send("POST", "/users/", R"({"username":"p","password":"correct horse"})"),
        send("POST", "/users/", R"({"username":"p","email":"p@x.org","password":"starwars"})"),
        send("POST", "/users/",
             R"({"username":"p","email":"p@x.org","password":["correct horse"]})")};
    for (const HttpAnswer& answer : answers) {
        EXPECT_THAT(answer.body, Not(HasSubstr("argon2")));
        EXPECT_THAT(answer.body, Not(HasSubstr("hash")));
        EXPECT_THAT(answer.body, Not(HasSubstr("correct horse")));
        EXPECT_THAT(answer.body, Not(HasSubstr("starwars")));
    }
}

TEST_F(Authorisation, AnImportedUserCannotLogInAndIsRecommendedToByAnAdmin) {
    const std::int64_t imported = home().data().users().front().id.value;
    const auto page = parsed(send("GET", "/users/?size=1000", {}, home().as_admin()));
    bool is_listed = false;
    for (const auto& user : page.at("users").as_array())
        if (user.at("id").to_number<std::int64_t>() == imported) {
            is_listed = true;
            EXPECT_TRUE(user.at("email").is_null());
            EXPECT_TRUE(user.at("username").is_null());
        }
    EXPECT_TRUE(is_listed) << "in the same table";
    for (const std::string& name :
         {std::to_string(imported), std::string("null"), std::string("%00"), std::string("%20")})
        EXPECT_NE(log_in(name, "nobody+has+this+password").status, 200) << name;

    const std::string request = R"({"user_id":)" + std::to_string(imported) + "}";
    const Member member = sign_up();
    EXPECT_EQ(send("POST", "/recommendations/cold-start", request, member.header).status, 403);
    const HttpAnswer answer = cold_start(request);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(recommended_ids(answer).size(), 10U);
}

}  // namespace
}  // namespace neurec::tests
