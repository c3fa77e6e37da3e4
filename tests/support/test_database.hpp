#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>

#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/engine.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {

/// The databases that everything has to work on.
enum class DatabaseKind : std::uint8_t { sqlite, postgres };

inline std::ostream& operator<<(std::ostream& out, DatabaseKind kind) {
    return out << (kind == DatabaseKind::sqlite ? "Sqlite" : "Postgres");
}

/// A new, empty database of a test's own: an SQLite file, or a schema on the PostgreSQL server that
/// NEUREC_TEST_POSTGRES_URL names (script/with-postgres starts one). Goes with the object. Needs
/// neurec_persistence and PkgConfig::LIBPQ.
class TestDatabase {
  public:
    explicit TestDatabase(DatabaseKind kind);
    /// On another PostgreSQL server.
    explicit TestDatabase(const std::string& server_url);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// Whether a database of that kind can be made here.
    [[nodiscard]] static bool is_available(DatabaseKind kind);
    /// What NEUREC_TEST_DATABASE says that tests which do not choose by themselves run on:
    /// "sqlite", as where it is not set, or "postgres".
    [[nodiscard]] static DatabaseKind kind_of_this_run();
    /// What Database is made of, as often as wanted.
    [[nodiscard]] std::unique_ptr<const infrastructure::persistence::Engine> engine() const;
    /// What a program run on NEUREC_HOME=home() finds this database by.
    [[nodiscard]] std::map<std::string, std::string> environment() const;
    /// A folder of the test's own, in which SQLite's file is neurec.sqlite.
    [[nodiscard]] const std::filesystem::path& home() const { return folder_.path(); }
    /// PostgreSQL's; empty for SQLite.
    [[nodiscard]] const std::string& url() const { return url_; }

  private:
    TemporaryFolder folder_;
    std::string server_url_;  ///< PostgreSQL's, as schema_
    std::string schema_;
    std::string url_;
};

/// The base of tests that run on each kind of database:
/// `INSTANTIATE_TEST_SUITE_P(, Suite, kEachDatabase, kDatabaseName)`.
class OnEachDatabase : public testing::TestWithParam<DatabaseKind> {
  protected:
    void SetUp() override {
        if (!TestDatabase::is_available(GetParam()))
            GTEST_SKIP() << "needs a PostgreSQL server in NEUREC_TEST_POSTGRES_URL; "
                            "script/with-postgres starts one";
    }

    // Where PostgreSQL is missing, the fixture is made on SQLite, and then the test is skipped.
    TestDatabase place_{TestDatabase::is_available(GetParam()) ? GetParam() : DatabaseKind::sqlite};
};

inline const auto kEachDatabase = testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres);
inline const auto kDatabaseName = testing::PrintToStringParamName();

}  // namespace neurec::tests
