#include "presentation/http/session_cookie.hpp"

#include <gmock/gmock.h>

namespace neurec::presentation::http {
namespace {

using testing::HasSubstr;
using testing::Not;

Request request_with(std::vector<Header> headers) {
    Request request;
    request.headers = std::move(headers);
    return request;
}

Request own_page_with_cookie(std::string cookie) {
    return request_with({{"x-neurec-session", "1"}, {"cookie", std::move(cookie)}});
}

TEST(SessionToken, IsFoundAmongOtherCookies) {
    for (const char* cookie : {"neurec_session=abc.def", "a=b; neurec_session=abc.def",
                               "neurec_session=abc.def;x=y", "a; =; neurec_session=abc.def "})
        EXPECT_EQ(session_token(own_page_with_cookie(cookie)), "abc.def") << cookie;
}

TEST(SessionToken, IsNotTakenFromCookiesThatOnlyResembleIt) {
    for (const char* cookie : {"", ";", "neurec_session", "neurec_session=", "xneurec_session=abc",
                               "neurec_session2=abc", "a=neurec_session=abc"})
        EXPECT_EQ(session_token(own_page_with_cookie(cookie)), std::nullopt) << cookie;
}

TEST(SessionToken, CountsOnlyForRequestsOfOurOwnPages) {
    const Header cookie{"cookie", "neurec_session=abc"};
    EXPECT_EQ(session_token(request_with({cookie})), std::nullopt) << "a form of another site";
    EXPECT_EQ(session_token(request_with({cookie, {"x-neurec-session", ""}})), std::nullopt);
    for (const char* site : {"cross-site", "same-site", "none"})
        EXPECT_EQ(session_token(
                      request_with({cookie, {"x-neurec-session", "1"}, {"sec-fetch-site", site}})),
                  std::nullopt)
            << site;
    EXPECT_EQ(session_token(request_with(
                  {cookie, {"x-neurec-session", "1"}, {"sec-fetch-site", "same-origin"}})),
              "abc");
}

TEST(SessionCookie, IsOutOfTheReachOfScriptsAndOtherSites) {
    Request request;
    const auto [name, value] = session_cookie("abc", request);
    EXPECT_EQ(name, "Set-Cookie");
    EXPECT_EQ(value, "neurec_session=abc; Path=/; HttpOnly; SameSite=Strict");
    EXPECT_THAT(ended_session_cookie(request).second, HasSubstr("Max-Age=0"));
}

TEST(SessionCookie, IsSecureWhereTheRequestWasEncrypted) {
    Request request;
    EXPECT_THAT(session_cookie("abc", request).second, Not(HasSubstr("Secure")));
    request.is_encrypted = true;
    EXPECT_THAT(session_cookie("abc", request).second, HasSubstr("; Secure"));
    EXPECT_THAT(ended_session_cookie(request).second, HasSubstr("; Secure"));
}

}  // namespace
}  // namespace neurec::presentation::http
