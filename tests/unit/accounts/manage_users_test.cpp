#include "application/use_cases/manage_users.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <utility>

#include "application/dtos/invalid_request.hpp"
#include "domain/errors.hpp"

namespace neurec::application {
namespace {

using domain::UserId;

/// Accounts in memory, under the rule of AccountRepository::update().
class MemoryAccounts : public domain::AccountRepository {
  public:
    [[nodiscard]] std::string key_of(std::string_view name) const override {
        return std::string(name);
    }
    [[nodiscard]] std::optional<domain::Account> find(UserId id) override {
        const auto found = accounts.find(id);
        return found == accounts.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::optional<domain::Account> find_by_email(
        std::string_view /*email*/) override {
        return std::nullopt;
    }
    [[nodiscard]] domain::AccountPage search(const domain::AccountQuery& /*query*/) override {
        return {};
    }
    [[nodiscard]] bool has_admin() override { return false; }
    [[nodiscard]] UserId create(const domain::Credentials& credentials,
                                const domain::Demographics& demographics) override {
        const UserId id{++last_id};
        accounts[id] = {.id = id,
                        .credentials = credentials,
                        .demographics = demographics,
                        .revision = credentials.token_version};
        return id;
    }
    void update(const domain::Account& account) override {
        const auto found = accounts.find(account.id);
        if (found == accounts.end()) throw domain::NotFound("User not found");
        if (found->second.revision != account.revision) throw domain::Conflict("changed");
        found->second = account;
        ++found->second.revision;
    }
    void replace_hash(UserId /*id*/, const std::string& /*former*/,
                      const std::string& /*hash*/) override {}
    bool remove(UserId id) override { return accounts.erase(id) > 0; }
    void remove_all_but_admins() override {}

    std::map<UserId, domain::Account> accounts;
    std::int64_t last_id = 6;
};

/// Hashes are passwords in brackets. While it works, something else may happen.
class InterruptedHasher : public domain::PasswordHasher {
  public:
    [[nodiscard]] std::string hash(std::string_view password) override {
        if (const auto happens = std::exchange(meanwhile, nullptr)) happens();
        return "<" + std::string(password) + ">";
    }
    [[nodiscard]] bool verify(const std::string& hash, std::string_view password) override {
        return hash == "<" + std::string(password) + ">";
    }
    [[nodiscard]] bool needs_rehash(const std::string& /*hash*/) const override { return false; }

    std::function<void()> meanwhile;
};

struct NamedTokens : domain::TokenService {
    [[nodiscard]] std::string issue(UserId user, std::int64_t version) override {
        return std::to_string(user.value) + "/" + std::to_string(version);
    }
    [[nodiscard]] std::optional<domain::AccessClaims> verify(
        std::string_view /*token*/) const override {
        return std::nullopt;
    }
};

struct FewCommonPasswords : domain::CommonPasswords {
    [[nodiscard]] bool contains(std::string_view password) const override {
        return password == "12345678";
    }
};

class ManageUsers : public testing::Test {
  protected:
    [[nodiscard]] static UserSchema schema(const std::string& name, const std::string& password) {
        UserSchema user;
        user.username = name;
        user.email = name + "@example.org";
        user.password = password;
        return user;
    }
    /// The status that the error would be answered with.
    template <class Act>
    [[nodiscard]] static std::string kind_of(Act act) {
        try {
            act();
        } catch (const InvalidRequest& error) {
            return "invalid " + std::get<std::string>(error.faults().front().location.back()) +
                   ": " + error.what();
        } catch (const domain::Conflict&) {
            return "conflict";
        } catch (const domain::NotFound&) {
            return "not found";
        } catch (const domain::Unauthenticated&) {
            return "unauthenticated";
        } catch (const domain::Forbidden&) {
            return "forbidden";
        } catch (const domain::TooManyAttempts&) {
            return "too many attempts";
        }
        return "done";
    }
    [[nodiscard]] std::string put(const std::string& name, const std::string& password) {
        return kind_of([&] { static_cast<void>(update_(self_, id_, schema(name, password))); });
    }
    [[nodiscard]] std::string patch(const UserChanges& changes) {
        return kind_of([&] { static_cast<void>(change_(self_, id_, changes, "10.0.0.1")); });
    }
    [[nodiscard]] domain::Account& stored() { return accounts_.accounts.at(id_); }

    MemoryAccounts accounts_;
    InterruptedHasher hasher_;
    NamedTokens tokens_;
    FewCommonPasswords common_;
    LoginThrottle throttle_;
    PasswordCheck check_{accounts_, hasher_, throttle_};
    UpdateUser update_{accounts_, hasher_, common_};
    ChangeUser change_{accounts_, check_};
    ChangePassword change_password_{accounts_, hasher_, common_, tokens_, check_};
    UserId id_ = accounts_.create({.username = "ada",
                                   .email = "ada@example.org",
                                   .password_hash = "<correct horse>",
                                   .role = domain::Role::user,
                                   .token_version = 40},
                                  {.age = 36, .gender = domain::Gender::female, .occupation = 3});
    Caller self_{.user = id_, .may_act_for_anyone = false, .token_version = 40};
};

TEST_F(ManageUsers, OfTwoNewPasswordsAtOnceOneWinsWholeAndBothOlderTokensDie) {
    hasher_.meanwhile = [&] { EXPECT_EQ(put("first", "battery staple"), "done"); };

    EXPECT_EQ(put("second", "another long one"), "conflict");

    EXPECT_EQ(stored().credentials->username, "first");
    EXPECT_EQ(stored().credentials->password_hash, "<battery staple>");
    EXPECT_EQ(stored().credentials->token_version, 41) << "of both sessions the token was of 40";
}

TEST_F(ManageUsers, WhatChangedWhileAPasswordWasHashedIsNotPutBack) {
    hasher_.meanwhile = [&] {
        UserChanges change;
        change.age = 37;
        EXPECT_EQ(patch(change), "done");
    };
    EXPECT_EQ(put("second", "another long one"), "conflict");
    EXPECT_EQ(stored().demographics.age, 37);
    EXPECT_EQ(stored().credentials->password_hash, "<correct horse>");
}

TEST_F(ManageUsers, AChangeOfADeletedAccountHitsNobodyElse) {
    hasher_.meanwhile = [&] {
        accounts_.remove(id_);
        --accounts_.last_id;  // as if the id were used again
        const UserId victim = accounts_.create({.username = "vic",
                                                .email = "vic@example.org",
                                                .password_hash = "<of the victim>",
                                                .role = domain::Role::user,
                                                .token_version = 7},
                                               {});
        ASSERT_EQ(victim, id_);
    };
    EXPECT_EQ(put("ada", "another long one"), "conflict");
    EXPECT_EQ(stored().credentials->password_hash, "<of the victim>");
}

TEST_F(ManageUsers, ATokenThatEndedOnTheWayChangesNothing) {
    stored().credentials->token_version = 41;  // since the request's token was checked
    EXPECT_EQ(put("ada", "another long one"), "unauthenticated");
    EXPECT_EQ(patch({}), "unauthenticated");
    EXPECT_EQ(kind_of([&] {
                  static_cast<void>(
                      change_password_(self_, {"correct horse", "another long one"}, "10.0.0.1"));
              }),
              "unauthenticated");
    EXPECT_EQ(stored().credentials->password_hash, "<correct horse>");
}

TEST_F(ManageUsers, ChangeWhatIsNamedAndKeepTheRest) {
    UserChanges change;
    change.username = "Ada L.";
    change.gender.emplace();  // null
    EXPECT_EQ(patch(change), "done");
    EXPECT_EQ(stored().credentials->username, "Ada L.");
    EXPECT_EQ(stored().credentials->email, "ada@example.org");
    EXPECT_EQ(stored().credentials->password_hash, "<correct horse>");
    EXPECT_EQ(stored().credentials->token_version, 40);
    EXPECT_EQ(stored().demographics,
              (domain::Demographics{.age = 36, .gender = std::nullopt, .occupation = 3}));
}

TEST_F(ManageUsers, AskForTheOwnPasswordWhereTheEmailChanges) {
    UserChanges change;
    change.email = "new@example.org";
    EXPECT_EQ(patch(change),
              "invalid current_password: changing the email needs your current "
              "password");
    change.current_password = "a guess";
    EXPECT_EQ(patch(change), "invalid current_password: this is not your current password");
    EXPECT_EQ(stored().credentials->email, "ada@example.org");
    change.current_password = "correct horse";
    EXPECT_EQ(patch(change), "done");
    EXPECT_EQ(stored().credentials->email, "new@example.org");

    change.current_password.reset();
    EXPECT_EQ(patch(change), "done") << "the email stays as it is";
}

TEST_F(ManageUsers, AskAnAdminForTheAdminsPassword) {
    const UserId admin = accounts_.create({.username = "root",
                                           .email = "root@example.org",
                                           .password_hash = "<of the admin>",
                                           .role = domain::Role::admin,
                                           .token_version = 1},
                                          {});
    const Caller caller{.user = admin, .may_act_for_anyone = true, .token_version = 1};
    UserChanges change;
    change.email = "new@example.org";
    change.current_password = "correct horse";
    EXPECT_EQ(kind_of([&] { static_cast<void>(change_(caller, id_, change, "10.0.0.1")); }),
              "invalid current_password: this is not your current password");
    change.current_password = "of the admin";
    EXPECT_EQ(kind_of([&] { static_cast<void>(change_(caller, id_, change, "10.0.0.1")); }),
              "done");
    EXPECT_EQ(stored().credentials->email, "new@example.org");
}

TEST_F(ManageUsers, SlowDownGuessesOfTheCurrentPasswordAsLoginsAre) {
    UserChanges change;
    change.email = "new@example.org";
    change.current_password = "a guess";
    for (int i = 0; i <= LoginThrottleLimits{}.free_failures_per_account; ++i)
        EXPECT_THAT(patch(change), testing::StartsWith("invalid current_password"));
    EXPECT_EQ(patch(change), "too many attempts");
    const auto change_password = [&] {
        static_cast<void>(
            change_password_(self_, {"correct horse", "another long one"}, "10.0.0.2"));
    };
    EXPECT_EQ(kind_of(change_password), "too many attempts") << "one count for both";
}

TEST_F(ManageUsers, ChangeNoUserOfADataSet) {
    stored().credentials.reset();
    const Caller admin{.user = UserId{99}, .may_act_for_anyone = true, .token_version = 1};
    UserChanges change;
    change.age = 50;
    EXPECT_EQ(kind_of([&] { static_cast<void>(change_(admin, id_, change, "10.0.0.1")); }),
              "conflict");
    EXPECT_EQ(stored().demographics.age, 36);
}

TEST_F(ManageUsers, AnswerANewPasswordWithATokenOfItsVersion) {
    const Token token = change_password_(self_, {"correct horse", "battery staple"}, "10.0.0.1");
    EXPECT_EQ(token.access_token, "7/41");
    EXPECT_EQ(stored().credentials->token_version, 41);
    EXPECT_EQ(stored().credentials->password_hash, "<battery staple>");
    EXPECT_EQ(stored().demographics.age, 36);
}

TEST_F(ManageUsers, TakeNoNewPasswordWithoutTheCurrentOneAndNoCommonOne) {
    const auto to = [&](const char* current, const char* next) {
        return kind_of([&] { static_cast<void>(change_password_(self_, {current, next}, "a")); });
    };
    EXPECT_EQ(to("a guess", "battery staple"),
              "invalid current_password: this is not your current password");
    EXPECT_THAT(to("correct horse", "12345678"), testing::StartsWith("invalid new_password"));
    EXPECT_EQ(stored().credentials->password_hash, "<correct horse>");
    EXPECT_EQ(stored().credentials->token_version, 40);
}

}  // namespace
}  // namespace neurec::application
