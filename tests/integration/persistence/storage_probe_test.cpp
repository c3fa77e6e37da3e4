#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/postgres_engine.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_storage_probe.hpp"
#include "support/failing_disk.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"
#include "support/tiny_filesystem.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using testing::HasSubstr;
using testing::Optional;
using tests::FailingDisk;

constexpr int kEveryCall = 1'000'000;
/// Each time it is asked.
constexpr std::chrono::milliseconds kAlways{0};

/// Does something that changes nothing but fails with this SQLSTATE.
void fail_with(Database& database, const std::string& state) {
    try {
        run_on(database, [&](Connection& connection) {
            connection.session() << "do $$ begin raise exception 'no' using errcode = '" + state +
                                        "'; end $$";
        });
    } catch (const domain::Unavailable&) {  // NOLINT(bugprone-empty-catch)
        // As wanted.
    }
}

class StorageProbeOn : public tests::OnEachDatabase {
  protected:
    Database database_{place_.engine()};
};
INSTANTIATE_TEST_SUITE_P(, StorageProbeOn, tests::kEachDatabase, tests::kDatabaseName);

TEST_P(StorageProbeOn, ASoundDatabaseFindsNothing) {
    SqlStorageProbe probe(database_, kAlways);
    EXPECT_EQ(probe.write_problem(), std::nullopt);
    EXPECT_EQ(probe.write_problem(), std::nullopt);
}

TEST_P(StorageProbeOn, ADatabaseThatAnImportWritesNeitherWaitsNorComplains) {
    SqlStorageProbe probe(database_, kAlways);
    const auto import = SqlDatasetStore(database_).begin_import({});
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(probe.write_problem(), std::nullopt);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

TEST(StorageProbe, FindsThatAFullDiskTakesNothingAndThatItDoesAgain) {
    const tests::TemporaryFolder folder;
    const tests::TinyFilesystem disk(folder.path() / "disk", "2m");
    if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
    Database database(disk.path() / "neurec.sqlite");
    SqlStorageProbe probe(database, kAlways);
    ASSERT_EQ(probe.write_problem(), std::nullopt);

    const auto filler = disk.path() / "filler";
    std::ofstream(filler) << std::string(3'000'000, 'x');
    EXPECT_THAT(probe.write_problem(), Optional(HasSubstr("the disk is full")));
    EXPECT_THAT(probe.write_problem(), Optional(HasSubstr("the disk is full")));

    std::filesystem::remove(filler);
    EXPECT_EQ(probe.write_problem(), std::nullopt);
}

TEST(StorageProbe, KnowsOfOthersFailedWritesBetweenItsOwn) {
    const FailingDisk disk;
    const tests::TemporaryFolder folder;
    Database database(folder.path() / "neurec.sqlite");
    SqlStorageProbe probe(database, std::chrono::hours(1));
    ASSERT_EQ(probe.write_problem(), std::nullopt);

    FailingDisk::fail(1, FailingDisk::Fault::io_error, kEveryCall);
    EXPECT_THROW(run_on(database,
                        [](Connection& connection) {
                            connection.session() << "update storage_probe set text = 'other'";
                        }),
                 domain::Unavailable);
    EXPECT_THAT(probe.write_problem(), Optional(HasSubstr("could not be read or written")));
    FailingDisk::heal();
}

TEST(StorageProbe, GetsOverADiskThatFailed) {
    const FailingDisk disk;
    const tests::TemporaryFolder folder;
    Database database(folder.path() / "neurec.sqlite");
    SqlStorageProbe probe(database, kAlways);
    for (const auto fault : {FailingDisk::Fault::full, FailingDisk::Fault::io_error}) {
        FailingDisk::fail(1, fault, kEveryCall);
        EXPECT_NE(probe.write_problem(), std::nullopt);
        FailingDisk::heal();
        EXPECT_EQ(probe.write_problem(), std::nullopt);
    }
}

class PostgresStorageProbe : public tests::OnEachDatabase {
  protected:
    Database database_{place_.engine()};
};
INSTANTIATE_TEST_SUITE_P(, PostgresStorageProbe, testing::Values(tests::DatabaseKind::postgres),
                         tests::kDatabaseName);

TEST_P(PostgresStorageProbe, FindsAStandby) {
    Database standby(
        std::make_unique<PostgresEngine>(place_.url() + "%20-cdefault_transaction_read_only%3Don"));
    SqlStorageProbe probe(standby, kAlways);
    EXPECT_THAT(probe.write_problem(), Optional(HasSubstr("can be read but not written")));
}

TEST_P(PostgresStorageProbe, KnowsWhichFailuresWouldMeetEveryWrite) {
    for (const char* state : {"53100", "25006", "42501", "58030"}) {
        fail_with(database_, state);
        EXPECT_NE(database_.write_problem(), std::nullopt) << state;
        EXPECT_EQ(SqlStorageProbe(database_, kAlways).write_problem(), std::nullopt) << state;
    }
    for (const char* state : {"57014", "55P03", "22001", "23514", "57P01"}) {
        fail_with(database_, state);
        EXPECT_EQ(database_.write_problem(), std::nullopt) << state;
    }
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
