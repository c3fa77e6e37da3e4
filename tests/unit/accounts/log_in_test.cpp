#include "application/use_cases/log_in.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::application {
namespace {

/// Hashes by writing the strength before the password, and counts what it is asked.
class CountingHasher : public domain::PasswordHasher {
  public:
    [[nodiscard]] std::string hash(std::string_view password) override {
        return strength + std::string(password);
    }
    [[nodiscard]] bool verify(const std::string& hash, std::string_view password) override {
        ++verified;
        if (without_memory) throw domain::Unavailable("no memory");
        return hash.size() > 1 && hash.substr(1) == password;
    }
    [[nodiscard]] bool needs_rehash(const std::string& hash) const override {
        return hash.substr(0, 1) != strength;
    }

    std::string strength = "1";
    int verified = 0;
    bool without_memory = false;
};

/// One account with a password, and one of an imported user.
class TwoAccounts : public domain::AccountRepository {
  public:
    domain::Account member{.id = domain::UserId{7},
                           .credentials = domain::Credentials{.username = "ada",
                                                              .email = "ada@example.org",
                                                              .password_hash = "1correct horse",
                                                              .role = domain::Role::user,
                                                              .token_version = 3},
                           .demographics = {}};
    domain::Account imported{.id = domain::UserId{1}, .credentials = {}, .demographics = {}};

    [[nodiscard]] std::string key_of(std::string_view name) const override {
        return name == "ADA@example.org" ? "ada@example.org" : std::string(name);
    }
    [[nodiscard]] std::optional<domain::Account> find_by_email(std::string_view email) override {
        if (email == "ada@example.org") return member;
        if (email == "imported") return imported;
        return std::nullopt;
    }
    void replace_hash(domain::UserId /*id*/, const std::string& former,
                      const std::string& hash) override {
        if (member.credentials->password_hash == former) member.credentials->password_hash = hash;
    }
    [[nodiscard]] std::optional<domain::Account> find(domain::UserId /*id*/) override {
        return std::nullopt;
    }
    [[nodiscard]] domain::AccountPage search(const domain::AccountQuery& /*query*/) override {
        return {};
    }
    [[nodiscard]] bool has_admin() override { return false; }
    [[nodiscard]] domain::UserId create(const domain::Credentials& /*credentials*/,
                                        const domain::Demographics& /*demographics*/) override {
        return {};
    }
    void update(const domain::Account& /*account*/) override {}
    bool remove(domain::UserId /*id*/) override { return false; }
    void remove_all_but_admins() override {}
};

struct NamedTokens : domain::TokenService {
    [[nodiscard]] std::string issue(domain::UserId user, std::int64_t version) override {
        return std::to_string(user.value) + "/" + std::to_string(version);
    }
    [[nodiscard]] std::optional<domain::AccessClaims> verify(
        std::string_view /*token*/) const override {
        return std::nullopt;
    }
};

class LogInTest : public testing::Test {
  protected:
    /// The answer, or what refused it.
    std::string log_in(const std::string& email, const std::string& password) {
        try {
            return log_in_({.grant_type = {}, .username = email, .password = password}, "10.0.0.1")
                .access_token;
        } catch (const domain::Error& error) {
            return error.what();
        }
    }

    CountingHasher hasher_;
    TwoAccounts accounts_;
    NamedTokens tokens_;
    LoginThrottle throttle_;
    PasswordCheck check_{accounts_, hasher_, throttle_};
    LogIn log_in_{accounts_, hasher_, tokens_, check_};
};

constexpr const char* kRefused = "Incorrect email or password";

TEST_F(LogInTest, GivesATokenOfTheUsersVersion) {
    EXPECT_EQ(log_in("ada@example.org", "correct horse"), "7/3");
}

TEST_F(LogInTest, DoesTheSameWorkForAnUnknownEmailAsForAWrongPassword) {
    EXPECT_EQ(log_in("ada@example.org", "wrong"), kRefused);
    EXPECT_EQ(hasher_.verified, 1);
    EXPECT_EQ(log_in("nobody@example.org", "wrong"), kRefused);
    EXPECT_EQ(hasher_.verified, 2);
    EXPECT_EQ(log_in("imported", "wrong"), kRefused);
    EXPECT_EQ(hasher_.verified, 3);
}

TEST_F(LogInTest, LetsNobodyInByTheHashThatStandsForNoAccount) {
    EXPECT_EQ(log_in("nobody@example.org", "nobody has this password"), kRefused);
    EXPECT_EQ(log_in("imported", "nobody has this password"), kRefused);
}

TEST_F(LogInTest, HashesAgainWhenTheHashersStrengthHasRisen) {
    hasher_.strength = "2";
    EXPECT_EQ(log_in("ada@example.org", "wrong"), kRefused);
    EXPECT_EQ(accounts_.member.credentials->password_hash, "1correct horse");
    EXPECT_EQ(log_in("ada@example.org", "correct horse"), "7/3") << "older tokens stay good";
    EXPECT_EQ(accounts_.member.credentials->password_hash, "2correct horse");
}

TEST_F(LogInTest, WaitsWithoutHashingAfterTooManyFailures) {
    for (int i = 0; i < LoginThrottleLimits{}.free_failures_per_account + 1; ++i)
        EXPECT_EQ(log_in("ada@example.org", "wrong"), kRefused);
    const int hashed = hasher_.verified;
    EXPECT_NE(log_in("ADA@example.org", "correct horse"), "7/3");
    EXPECT_EQ(hasher_.verified, hashed);
}

TEST_F(LogInTest, CountsNoFailureWhereThePasswordCouldNotBeChecked) {
    hasher_.without_memory = true;
    for (int i = 0; i < 3 * LoginThrottleLimits{}.free_failures_per_account; ++i)
        EXPECT_EQ(log_in("ada@example.org", "correct horse"), "no memory");
    hasher_.without_memory = false;
    EXPECT_EQ(log_in("ada@example.org", "correct horse"), "7/3");
}

TEST_F(LogInTest, SuccessForgetsTheFailuresBefore) {
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < LoginThrottleLimits{}.free_failures_per_account; ++i)
            EXPECT_EQ(log_in("ada@example.org", "wrong"), kRefused);
        EXPECT_EQ(log_in("ada@example.org", "correct horse"), "7/3");
    }
}

}  // namespace
}  // namespace neurec::application
