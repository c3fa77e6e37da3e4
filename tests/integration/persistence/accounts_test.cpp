#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using domain::Account;
using domain::UserId;

class AccountRows : public tests::OnEachDatabase {
  protected:
    [[nodiscard]] UserId create(const std::string& name, std::int64_t token_version = 1) {
        return accounts_.create({.username = name,
                                 .email = name + "@example.org",
                                 .password_hash = "hash of " + name,
                                 .role = domain::Role::user,
                                 .token_version = token_version},
                                {});
    }
    /// Whether it was stored, rather than a conflict.
    [[nodiscard]] bool stores(const Account& account) {
        try {
            accounts_.update(account);
        } catch (const domain::Conflict&) {
            return false;
        }
        return true;
    }
    [[nodiscard]] std::string refusal_of(const std::string& username, const std::string& email) {
        try {
            static_cast<void>(accounts_.create(
                {.username = username, .email = email, .password_hash = "hash"}, {}));
        } catch (const domain::Conflict& error) {
            return error.what();
        }
        return "none";
    }

    Database database_{place_.engine()};
    SqlAccountRepository accounts_{database_};
};

/// With the next version of its tokens, and names that tell who did it.
[[nodiscard]] Account changed(Account account, const std::string& by) {
    account.credentials->password_hash = "hash by " + by;
    account.credentials->username = by;
    ++account.credentials->token_version;
    return account;
}

TEST_P(AccountRows, OfTwoChangesMadeFromTheSameRowStoreOne) {
    const Account read = accounts_.find(create("ada", 40)).value();
    ASSERT_TRUE(stores(changed(read, "first")));
    EXPECT_FALSE(stores(changed(read, "second")));
    const Account stored = accounts_.find(read.id).value();
    EXPECT_EQ(stored.credentials->username, "first");
    EXPECT_EQ(stored.credentials->password_hash, "hash by first");
    EXPECT_EQ(stored.credentials->token_version, 41);
    EXPECT_TRUE(stores(changed(stored, "third"))) << "made from what is stored now";
}

TEST_P(AccountRows, OfTwoChangesAtTheSameTimeStoreOneWhole) {
    constexpr int kClients = 4;
    constexpr int kRounds = 25;
    const UserId id = create("ada", 40);
    std::vector<Account> reads(kClients);
    std::atomic<int> stored = 0;
    std::barrier begin(kClients);
    std::barrier end(kClients);
    std::atomic<int> mixed = 0;
    std::vector<std::thread> clients;
    for (int client = 0; client < kClients; ++client)
        clients.emplace_back([&, client] {
            for (int round = 0; round < kRounds; ++round) {
                const Account read = accounts_.find(id).value();
                begin.arrive_and_wait();
                const std::string by = std::to_string(client) + "-" + std::to_string(round);
                if (stores(changed(read, by))) ++stored;
                end.arrive_and_wait();
                const Account after = accounts_.find(id).value();
                if (after.credentials->password_hash != "hash by " + after.credentials->username)
                    ++mixed;
            }
        });
    for (std::thread& each : clients)
        each.join();
    EXPECT_EQ(stored, kRounds) << "one a round, and no round without";
    EXPECT_EQ(mixed, 0);
    EXPECT_EQ(accounts_.find(id)->credentials->token_version, 40 + kRounds);
}

TEST_P(AccountRows, ThatWereDeletedAreNotChangedUnderTheIdOfAnother) {
    const Account attacker = accounts_.find(create("mallory", 40)).value();
    ASSERT_TRUE(accounts_.remove(attacker.id));
    const UserId victim = create("vic", 50);
    {
        const Database::Lease connection = database_.lease();
        const long long reused = attacker.id.value;
        const long long given = victim.value;
        connection->session() << "update users set id = :reused where id = :given",
            soci::use(reused), soci::use(given);
    }
    EXPECT_FALSE(stores(changed(attacker, "mallory")));
    EXPECT_EQ(accounts_.find(attacker.id)->credentials->password_hash, "hash of vic");
}

TEST_P(AccountRows, ThatAreGoneCannotBeChanged) {
    const Account read = accounts_.find(create("ada")).value();
    ASSERT_TRUE(accounts_.remove(read.id));
    EXPECT_THROW(accounts_.update(changed(read, "late")), domain::NotFound);
}

TEST_P(AccountRows, KnowThatAHashWasReplacedSinceTheyWereRead) {
    const Account read = accounts_.find(create("ada")).value();
    accounts_.replace_hash(read.id, "hash of ada", "stronger hash of ada");
    EXPECT_FALSE(stores(changed(read, "late"))) << "it would put the weaker hash back";
    accounts_.replace_hash(read.id, "hash of ada", "some other hash");
    EXPECT_EQ(accounts_.find(read.id)->credentials->password_hash, "stronger hash of ada");
}

TEST_P(AccountRows, HaveNamesThatNobodyElseHasInAnotherCaseOrForm) {
    ASSERT_EQ(refusal_of("Émile", "Émile@Example.org"), "none");
    for (const char* same : {"émile", "e\u0301mile", "ÉMILE", "Émil\u200be", "Ｅ\u0301mile"}) {
        EXPECT_EQ(refusal_of(same, "other@example.org"), "Username already registered") << same;
        EXPECT_EQ(refusal_of("other", std::string(same) + "@example.org"),
                  "Email already registered")
            << same;
        EXPECT_TRUE(accounts_.find_by_email(std::string(same) + "@EXAMPLE.org")) << same;
        EXPECT_EQ(accounts_.search({.username = same}).total, 1U) << same;
        EXPECT_EQ(accounts_.search({.email = std::string(same) + "@example.org"}).total, 1U);
    }
    EXPECT_EQ(refusal_of("Emile", "emile@example.org"), "none") << "another name";
    Account other = accounts_.find_by_email("emile@example.org").value();
    other.credentials->username = "ÉMILE";
    EXPECT_FALSE(stores(other));
}

TEST_P(AccountRows, GiveANameInOneOfItsFormsToOneOfThoseWhoWantItAtTheSameTime) {
    const std::vector<std::string> forms{"Émile", "émile", "e\u0301mile", "ÉMILE"};
    std::atomic<int> made = 0;
    std::vector<std::thread> clients;
    for (std::size_t client = 0; client < forms.size(); ++client)
        clients.emplace_back([&, client] {
            const std::string email = std::to_string(client) + "@example.org";
            if (refusal_of(forms[client], email) == "none") ++made;
        });
    for (std::thread& each : clients)
        each.join();
    EXPECT_EQ(made, 1);
}

TEST_P(AccountRows, KeepTheirNameInAnotherSpelling) {
    Account ada = accounts_.find(create("ada")).value();
    ada.credentials->username = "ADA";
    ada.credentials->email = "Ada@example.org";
    ASSERT_TRUE(stores(ada));
    EXPECT_EQ(accounts_.find(ada.id)->credentials->username, "ADA");
}

INSTANTIATE_TEST_SUITE_P(, AccountRows, tests::kEachDatabase, tests::kDatabaseName);

/// A database of the schema before names had keys.
class OlderAccounts : public tests::OnEachDatabase {
  protected:
    OlderAccounts() {
        const auto engine = place_.engine();
        Connection connection(*engine);
        soci::session& session = connection.session();
        session << "create table schema_migrations (number integer primary key, name varchar(200) "
                   "not null)";
        for (const Migration& each : migrations()) {
            if (each.number >= 6) break;
            run_script(session, engine->in_dialect(each.sql));
            const std::string name(each.name);
            session << "insert into schema_migrations (number, name) values (:number, :name)",
                soci::use(each.number), soci::use(name);
        }
        add(session, 1, "Ada", "ada@example.org");
        add(session, 2, "ada", "e\u0301mile@example.org");
        add(session, 3, "émile", "émile@example.org");
        add(session, 4, "ADA", "Grace@example.org");
        session << "insert into users (id, age) values (5, 30)";  // of a data set
    }
    static void run_script(soci::session& session, const std::string& script) {
        std::string statement;
        std::istringstream lines(script);
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("--")) continue;
            statement += line + '\n';
            if (!line.ends_with(';')) continue;
            session << statement.substr(0, statement.rfind(';'));
            statement.clear();
        }
    }
    static void add(soci::session& session, int id, const std::string& username,
                    const std::string& email) {
        const std::string hash = "hash " + std::to_string(id);
        std::string key = email;
        std::ranges::transform(key, key.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        session << "insert into users (id, username, email, email_key, password_hash, role, "
                   "token_version) values (:id, :username, :email, :key, :hash, 'user', 9)",
            soci::use(id), soci::use(username), soci::use(email), soci::use(key), soci::use(hash);
    }
};

TEST_P(OlderAccounts, AreAllThereAfterTheMigrationAndEachIsFoundByItsOwnEmail) {
    Database database(place_.engine());
    SqlAccountRepository accounts(database);
    EXPECT_EQ(accounts.search({}).total, 5U);
    const auto found = [&](const std::string& email) {
        const auto account = accounts.find_by_email(email);
        return account ? account->id.value : 0;
    };
    EXPECT_EQ(found("ada@example.org"), 1);
    EXPECT_EQ(found("e\u0301mile@example.org"), 2);
    EXPECT_EQ(found("émile@example.org"), 3) << "the same name as 2, in its own form";
    EXPECT_EQ(found("E\u0301mile@example.org"), 2) << "neither's own: as the form without case";
    EXPECT_EQ(found("émile@EXAMPLE.org"), 3) << "as before, ASCII's case does not matter";
    EXPECT_EQ(found("ÉMILE@example.org"), 2) << "neither's: the older account's";
    EXPECT_EQ(found("GRACE@example.org"), 4);
}

TEST_P(OlderAccounts, ThatShareANameGoOnWithItAndNobodyElseGetsIt) {
    Database database(place_.engine());
    SqlAccountRepository accounts(database);
    for (const std::int64_t id : {1, 2, 3, 4}) {
        Account account = accounts.find(UserId{id}).value();
        account.credentials->password_hash = "another hash";
        account.demographics.age = 40;
        EXPECT_NO_THROW(accounts.update(account)) << id;
        EXPECT_EQ(accounts.find(UserId{id})->credentials->password_hash, "another hash");
    }
    const auto create = [&](const std::string& username, const std::string& email) {
        return accounts.create(
            {.username = username, .email = email, .password_hash = "hash", .token_version = 3},
            {});
    };
    EXPECT_THROW(static_cast<void>(create("aDA", "new@example.org")), domain::Conflict);
    EXPECT_THROW(static_cast<void>(create("new", "Émile@example.org")), domain::Conflict);

    Account renamed = accounts.find(UserId{4}).value();
    renamed.credentials->username = "Grace";
    accounts.update(renamed);
    renamed = accounts.find(UserId{4}).value();
    renamed.credentials->username = "ADA";
    EXPECT_THROW(accounts.update(renamed), domain::Conflict) << "who has given it up is new to it";
    EXPECT_THROW(static_cast<void>(create("grace", "new@example.org")), domain::Conflict);
}

INSTANTIATE_TEST_SUITE_P(, OlderAccounts, tests::kEachDatabase, tests::kDatabaseName);

}  // namespace
}  // namespace neurec::infrastructure::persistence
