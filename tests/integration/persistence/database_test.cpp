#include "infrastructure/persistence/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "integration/persistence/sample.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Of an engine or a file.
template <class Place>
std::string refusal_of(Place place) {
    try {
        const Database database(std::move(place));
    } catch (const domain::Error& error) {
        return error.what();
    }
    return "it was opened";
}

template <class Value>
Value ask(Database& database, const std::string& sql) {
    Value value{};
    const Database::Lease connection = database.lease();
    connection->session() << sql, soci::into(value);
    return value;
}

TEST(Database, IsMadeWithItsFolders) {
    const tests::TemporaryFolder folder;
    const Database database(folder.path() / "a/b/neurec.sqlite");
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "a/b/neurec.sqlite"));
    EXPECT_EQ(database.migration().from, 0);
    EXPECT_EQ(database.migration().to, migrations().back().number);
}

TEST(Database, OpensAtPathsWithSpacesAndApostrophes) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "my films; it's (über) = 100%/neurec.sqlite";
    {
        const Database database(file);
    }
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Database, RefusesAPathThatItsDriverCannotTell) {
    const tests::TemporaryFolder folder;
    EXPECT_THAT(refusal_of(folder.path() / "a\"b/neurec.sqlite"),
                HasSubstr("holds a quotation mark"));
}

TEST(Database, KeepsForeignKeysAndSyncsEveryCommitOnEachConnection) {
    const tests::TemporaryFolder folder;
    Database database(folder.path() / "neurec.sqlite");
    const Database::Lease first = database.lease();  // so that a second connection is made
    EXPECT_EQ(ask<int>(database, "pragma foreign_keys"), 1);
    EXPECT_EQ(ask<int>(database, "pragma synchronous"), 2);  // FULL
    EXPECT_EQ(ask<std::string>(database, "pragma journal_mode"), "wal");
    EXPECT_EQ(ask<int>(database, "pragma busy_timeout"), 10'000);
}

/// Whether this process has a POSIX lock on the file, by which other processes know that it is in
/// use.
bool is_locked_by_us(const std::filesystem::path& file) {
    struct stat status{};
    EXPECT_EQ(stat(file.c_str(), &status), 0);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);)
        if (line.find(" " + std::to_string(getpid()) + " ") != std::string::npos &&
            line.find(":" + std::to_string(status.st_ino) + " ") != std::string::npos)
            return true;
    return false;
}

TEST(Database, KeepsItsLocksWhenItOpensAndClosesFurtherConnections) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "neurec.sqlite";
    Database database(file);
    const Database::Lease first = database.lease();
    static_cast<void>(ask<int>(database, "select count(*) from movies"));  // on a second one
    EXPECT_TRUE(is_locked_by_us(file));
    {
        Database other(file);
        static_cast<void>(ask<int>(other, "select count(*) from movies"));
    }
    EXPECT_TRUE(is_locked_by_us(file));
}

TEST(Database, IsMissedAndNotMadeAnewWhereItsFolderIsMovedAway) {
    const tests::TemporaryFolder folder;
    const auto home = folder.path() / "home";
    const auto elsewhere = folder.path() / "elsewhere";
    Database database(home / "neurec.sqlite");
    SqlDatasetStore store(database);
    tests::store_sample(store);
    const auto counts = store.counts();
    const auto refusal = [&]() -> std::string {
        try {
            static_cast<void>(store.counts());
        } catch (const domain::Unavailable& error) {
            return error.what();
        }
        return "it was read";
    };

    std::filesystem::rename(home, elsewhere);
    EXPECT_THAT(refusal(), HasSubstr("is gone, or another file is in its place. Put it back"));
    EXPECT_FALSE(std::filesystem::exists(home));
    {
        const Database other(home / "neurec.sqlite");
        EXPECT_THAT(refusal(), HasSubstr("is gone, or another file is in its place"));
    }

    std::filesystem::remove_all(home);
    std::filesystem::rename(elsewhere, home);
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (refusal() != "it was read" && std::chrono::steady_clock::now() < give_up)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(store.counts(), counts);
}

TEST(Database, RefusesAFileThatIsNoDatabase) {
    const tests::TemporaryFolder folder;
    const auto file = folder.write("neurec.sqlite", std::string(5000, 'x'));
    EXPECT_THAT(refusal_of(file),
                AllOf(HasSubstr("The database " + file.string() +
                                " is damaged or is no SQLite file. Restore a copy, or move it "
                                "away and import the data again."),
                      HasSubstr("file is not a database")));
}

TEST(Database, RefusesADamagedFile) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "neurec.sqlite";
    {
        Database database(file);
        SqlDatasetStore store(database);
        tests::store_sample(store);
    }
    std::filesystem::resize_file(file, 3000);
    EXPECT_THAT(refusal_of(file), HasSubstr("is damaged or is no SQLite file"));
}

TEST(Database, RefusesAFolderInPlaceOfAFile) {
    const tests::TemporaryFolder folder;
    EXPECT_THAT(refusal_of(folder.path()),
                AllOf(HasSubstr("The database " + folder.path().string() + " cannot be opened"),
                      HasSubstr("NEUREC_HOME")));
}

TEST(Database, RefusesAFileInPlaceOfItsFolder) {
    const tests::TemporaryFolder folder;
    static_cast<void>(folder.write("home", ""));
    EXPECT_THAT(refusal_of(folder.path() / "home/neurec.sqlite"),
                AllOf(HasSubstr("Cannot make the folder"), HasSubstr("NEUREC_HOME")));
}

class AnyDatabase : public tests::OnEachDatabase {};
INSTANTIATE_TEST_SUITE_P(, AnyDatabase, tests::kEachDatabase, tests::kDatabaseName);

TEST_P(AnyDatabase, NeedsNoMigrationTheSecondTime) {
    {
        const Database database(place_.engine());
    }
    const Database again(place_.engine());
    EXPECT_EQ(again.migration().from, migrations().back().number);
    EXPECT_EQ(again.migration().to, migrations().back().number);
}

TEST_P(AnyDatabase, RefusesTheSchemaOfANewerProgramAndLeavesItAlone) {
    {
        Database database(place_.engine());
        database.lease()->session()
            << "insert into schema_migrations (number, name) values (1000, 'from_the_future')";
    }
    EXPECT_THAT(refusal_of(place_.engine()),
                HasSubstr("has schema 1000, but this program knows only " +
                          std::to_string(migrations().back().number) +
                          ". It was made by a newer version: use that one, or another database "
                          "(NEUREC_HOME, NEUREC_DATABASE_URL)."));
}

TEST_P(AnyDatabase, IsMigratedOnceByProgramsThatStartTogether) {
    std::vector<std::thread> programs;
    std::atomic<int> migrated = 0;
    std::atomic<int> failed = 0;
    for (int i = 0; i < 4; ++i)
        programs.emplace_back([&] {
            try {
                if (Database(place_.engine()).migration().from == 0) ++migrated;
            } catch (const domain::Error&) {
                ++failed;
            }
        });
    for (std::thread& program : programs)
        program.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(migrated, 1);
}

TEST_P(AnyDatabase, OpensWhileAnImportHoldsTheWriteLock) {
    Database database(place_.engine());
    const auto import = SqlDatasetStore(database).begin_import({});
    Database other(place_.engine());
    EXPECT_EQ(SqlDatasetStore(other).counts(), domain::StoreCounts{});
}

TEST_P(AnyDatabase, LendsEachConnectionToOneCallerAndMakesOthersWait) {
    Database database(place_.engine(), 2);
    auto first = database.lease();
    const auto second = database.lease();
    EXPECT_NE(first.get(), second.get());
    std::atomic<bool> got_one = false;
    Connection* const freed = first.get();
    Connection* third = nullptr;
    std::thread waiting([&] {
        const auto lease = database.lease();
        third = lease.get();
        got_one = true;
    });
    EXPECT_FALSE(got_one);
    first.reset();
    waiting.join();
    EXPECT_EQ(third, freed);
}

TEST_P(AnyDatabase, DoesWorkAgainThatOthersWereInTheWayOf) {
    Database database(place_.engine());
    // Each wants the next id, and a name of its own.
    SqlAccountRepository accounts(database);
    std::vector<std::thread> clients;
    std::atomic<int> failed = 0;
    for (int client = 0; client < 6; ++client)
        clients.emplace_back([&, client] {
            for (int i = 0; i < 5; ++i) {
                const std::string name = std::to_string(client) + "-" + std::to_string(i);
                try {
                    static_cast<void>(accounts.create(
                        {.username = name, .email = name + "@example.org", .password_hash = "x"},
                        {}));
                } catch (const domain::Error&) {
                    ++failed;
                }
            }
        });
    for (std::thread& client : clients)
        client.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(ask<int>(database, "select max(id) from users"), 30);
}

TEST_P(AnyDatabase, GivesANameToOneOfThoseWhoWantItAtTheSameTime) {
    Database database(place_.engine());
    SqlAccountRepository accounts(database);
    std::vector<std::thread> clients;
    std::atomic<int> made = 0;
    std::atomic<int> refused = 0;
    for (int client = 0; client < 6; ++client)
        clients.emplace_back([&, client] {
            try {
                static_cast<void>(accounts.create({.username = "u" + std::to_string(client),
                                                   .email = "one@example.org",
                                                   .password_hash = "x"},
                                                  {}));
                ++made;
            } catch (const domain::Conflict& error) {
                if (std::string(error.what()) == "Email already registered") ++refused;
            }
        });
    for (std::thread& client : clients)
        client.join();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(refused, 5);
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
    int number = 0;
    for (const Migration& migration : migrations()) {
        EXPECT_EQ(migration.number, ++number);
        EXPECT_EQ(std::stoi(std::string(migration.name)), migration.number);
        EXPECT_FALSE(migration.sql.empty());
    }
    EXPECT_GE(number, 1);
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
