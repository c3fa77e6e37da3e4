#include "infrastructure/security/jwt_token_service.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <random>
#include <string>

namespace neurec::infrastructure::security {
namespace {

using domain::UserId;

class SetClock : public domain::Clock {
  public:
    [[nodiscard]] std::int64_t now() const override { return time; }
    std::int64_t time = 1'000'000;
};

const std::string kKey = "0123456789abcdef0123456789abcdef";
const std::string kOtherKey = "fedcba9876543210fedcba9876543210";

std::string base64url(const std::string& text) {
    std::string encoded(
        sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(),
                      reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    encoded.pop_back();
    return encoded;
}

/// A token of any header and claims, properly signed with `key`.
std::string forged(const std::string& header, const std::string& claims,
                   const std::string& key = kKey) {
    const std::string message = base64url(header) + "." + base64url(claims);
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> signature;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                                key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(message.data()),
                                  message.size());
    crypto_auth_hmacsha256_final(&state, signature.data());
    return message + "." + base64url(std::string(signature.begin(), signature.end()));
}

const std::string kHeader = R"({"alg":"HS256","typ":"JWT"})";
const std::string kClaims = R"({"sub":"7","ver":2,"iat":1000000,"exp":1000060,"jti":"x"})";

class JwtTokenServiceTest : public testing::Test {
  protected:
    SetClock clock;
    JwtTokenService service{SigningKeys({kKey}), 60, clock};
};

TEST_F(JwtTokenServiceTest, GivesBackWhatItIssued) {
    const auto claims = service.verify(service.issue(UserId{42}, 3));

    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->user, UserId{42});
    EXPECT_EQ(claims->version, 3);
    EXPECT_EQ(claims->expires_at, clock.time + 60);
    EXPECT_FALSE(claims->id.empty());
}

TEST_F(JwtTokenServiceTest, VerifiesATokenMadeElsewhere) {
    const auto claims = service.verify(forged(kHeader, kClaims));

    EXPECT_EQ(claims, (domain::AccessClaims{UserId{7}, 2, 1'000'060, "x"}));
}

TEST_F(JwtTokenServiceTest, GivesEveryTokenAnIdOfItsOwn) {
    EXPECT_NE(service.issue(UserId{1}, 0), service.issue(UserId{1}, 0));
}

TEST_F(JwtTokenServiceTest, RefusesATokenFromTheSecondOfItsExpiry) {
    const std::string token = service.issue(UserId{1}, 0);

    clock.time += 59;
    EXPECT_TRUE(service.verify(token));
    clock.time += 1;
    EXPECT_FALSE(service.verify(token));
}

TEST_F(JwtTokenServiceTest, TakesStepsOfTheClockAsTheTimeThatItIs) {
    const std::string token = service.issue(UserId{1}, 0);
    clock.time -= 3600;  // set back: issued in the future, and not expired
    EXPECT_TRUE(service.verify(token));
    const std::string earlier = service.issue(UserId{1}, 0);
    clock.time += 7200;
    EXPECT_FALSE(service.verify(token));
    EXPECT_FALSE(service.verify(earlier));
    EXPECT_TRUE(service.verify(service.issue(UserId{1}, 0)));
}

TEST_F(JwtTokenServiceTest, RefusesAForeignKey) {
    EXPECT_FALSE(service.verify(forged(kHeader, kClaims, kOtherKey)));
}

TEST_F(JwtTokenServiceTest, AcceptsTheOldKeyDuringARotation) {
    JwtTokenService rotated(SigningKeys({kOtherKey, kKey}), 60, clock);

    EXPECT_TRUE(rotated.verify(service.issue(UserId{1}, 0)));
    EXPECT_FALSE(service.verify(rotated.issue(UserId{1}, 0)));
}

TEST_F(JwtTokenServiceTest, RefusesEveryOtherAlgorithm) {
    for (const char* algorithm : {"none", "None", "HS384", "HS512", "RS256", "ES256", "hs256", ""})
        EXPECT_FALSE(service.verify(
            forged(R"({"alg":")" + std::string(algorithm) + R"(","typ":"JWT"})", kClaims)))
            << algorithm;
    EXPECT_FALSE(service.verify(base64url(R"({"alg":"none"})") + "." + base64url(kClaims) + "."));
    EXPECT_FALSE(service.verify(forged(R"({"alg":5})", kClaims)));
    EXPECT_FALSE(service.verify(forged("{}", kClaims)));
}

TEST_F(JwtTokenServiceTest, IgnoresKeysThatATokenBringsAlong) {
    for (const char* name : {"jwk", "jku", "x5u", "kid"})
        EXPECT_FALSE(service.verify(
            forged(R"({"alg":"HS256",")" + std::string(name) + R"(":"http://evil/key"})", kClaims,
                   kOtherKey)))
            << name;
}

TEST_F(JwtTokenServiceTest, RequiresEveryClaimInItsType) {
    for (const char* claims :
         {R"({"ver":2,"iat":1000000,"exp":1000060,"jti":"x"})",
          R"({"sub":"7","iat":1000000,"exp":1000060,"jti":"x"})",
          R"({"sub":"7","ver":2,"exp":1000060,"jti":"x"})",
          R"({"sub":"7","ver":2,"iat":1000000,"jti":"x"})",
          R"({"sub":"7","ver":2,"iat":1000000,"exp":1000060})",
          R"({"sub":7,"ver":2,"iat":1000000,"exp":1000060,"jti":"x"})",
          R"({"sub":"7 ","ver":2,"iat":1000000,"exp":1000060,"jti":"x"})",
          R"({"sub":"99999999999999999999","ver":2,"iat":1000000,"exp":1000060,"jti":"x"})",
          R"({"sub":"7","ver":2,"iat":1000000,"exp":"1000060","jti":"x"})",
          R"({"sub":"7","ver":2,"iat":1000000,"exp":1e99,"jti":"x"})", R"([1])", R"("x")", "", "{",
          R"({"sub":{"a":{"b":1}}})"})
        EXPECT_FALSE(service.verify(forged(kHeader, claims))) << claims;
}

TEST_F(JwtTokenServiceTest, RefusesTextsThatAreNoToken) {
    const std::string token = service.issue(UserId{1}, 0);
    for (const std::string& text :
         {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), token + "=",
          token + " ", token + ".", token + "A", " " + token, std::string(5000, 'a'), "." + token,
          std::string("\0.\0.\0", 5)})
        EXPECT_FALSE(service.verify(text)) << text;
}

TEST_F(JwtTokenServiceTest, RefusesEveryTokenWithOneCharacterChanged) {
    const std::string token = service.issue(UserId{1}, 0);
    std::mt19937 random(1);
    const std::string alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        while (changed[i] == token[i])
            changed[i] = alphabet[random() % alphabet.size()];
        EXPECT_FALSE(service.verify(changed)) << i;
    }
}

}  // namespace
}  // namespace neurec::infrastructure::security
