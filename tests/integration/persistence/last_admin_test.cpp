#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using domain::Role;
using domain::UserId;

class LastAdmin : public tests::OnEachDatabase {
  protected:
    [[nodiscard]] UserId make(const std::string& name, Role role) {
        return accounts_.create({.username = name,
                                 .email = name + "@example.org",
                                 .password_hash = "none",
                                 .role = role,
                                 .token_version = 1},
                                {});
    }
    Database database_{place_.engine()};
    SqlAccountRepository accounts_{database_};
};
INSTANTIATE_TEST_SUITE_P(, LastAdmin, tests::kEachDatabase, tests::kDatabaseName);

TEST_P(LastAdmin, IsNotRemovedWhoeverElseIsThere) {
    const UserId admin = make("ada", Role::admin);
    const UserId member = make("bea", Role::user);

    try {
        accounts_.remove(admin);
        ADD_FAILURE() << "nobody is left who may do everything";
    } catch (const domain::Conflict& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("make another first"));
    }

    EXPECT_TRUE(accounts_.find(admin).has_value());
    EXPECT_TRUE(accounts_.remove(member));
    EXPECT_FALSE(accounts_.remove(member)) << "gone already";
}

TEST_P(LastAdmin, IsWhoeverRemains) {
    const UserId first = make("ada", Role::admin);
    const UserId second = make("bea", Role::admin);
    EXPECT_TRUE(accounts_.remove(first));
    EXPECT_THROW(accounts_.remove(second), domain::Conflict);
    static_cast<void>(make("cleo", Role::admin));
    EXPECT_TRUE(accounts_.remove(second));
}

TEST_P(LastAdmin, StaysWhereTwoAreRemovedAtOnce) {
    UserId first = make("admin", Role::admin);
    for (int round = 0; round < 30; ++round) {
        const UserId second = make("admin" + std::to_string(round), Role::admin);
        std::atomic<int> removed = 0;
        std::vector<std::thread> threads;
        for (const UserId each : {first, second})
            threads.emplace_back([&, each] {
                try {
                    if (accounts_.remove(each)) ++removed;
                } catch (const domain::Error&) {  // NOLINT(bugprone-empty-catch)
                    // The last one, or a write that met the other.
                }
            });
        for (std::thread& each : threads)
            each.join();
        ASSERT_LE(removed, 1) << "in round " << round;
        ASSERT_TRUE(accounts_.has_admin()) << "in round " << round;
        if (!accounts_.find(first)) {
            first = second;
        } else if (accounts_.find(second)) {
            ASSERT_TRUE(accounts_.remove(second));
        }
    }
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
