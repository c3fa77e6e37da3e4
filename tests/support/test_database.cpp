#include "support/test_database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "infrastructure/persistence/postgres_engine.hpp"
#include "infrastructure/persistence/sqlite_engine.hpp"

namespace neurec::tests {

namespace {

using infrastructure::persistence::PostgresEngine;
using infrastructure::persistence::SqliteEngine;

std::string server_url() {
    const char* const url = std::getenv("NEUREC_TEST_POSTGRES_URL");
    return url == nullptr ? "" : url;
}

void run_on_server(const std::string& url, const std::string& sql) {
    PGconn* const connection = PQconnectdb(url.c_str());
    PGresult* const result = PQexec(connection, sql.c_str());
    const bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    const std::string problem = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (!is_done) throw std::runtime_error(sql + ": " + problem);
}

}  // namespace

TestDatabase::TestDatabase(DatabaseKind kind)
    : TestDatabase(kind == DatabaseKind::sqlite ? std::string() : server_url()) {}

TestDatabase::TestDatabase(const std::string& server_url) : server_url_(server_url) {
    if (server_url_.empty()) return;
    static std::atomic<int> count = 0;
    schema_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    run_on_server(server_url_, "create schema " + schema_);
    url_ = server_url_;
    url_ += url_.find('?') == std::string::npos ? "?" : "&";
    url_ += "options=-csearch_path%3D" + schema_;
}

TestDatabase::~TestDatabase() {
    if (schema_.empty()) return;
    try {
        run_on_server(server_url_,
                      "set client_min_messages = error; drop schema " + schema_ + " cascade");
    } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch)
        // The server may have been stopped; it is thrown away anyway.
    }
}

bool TestDatabase::is_available(DatabaseKind kind) {
    return kind == DatabaseKind::sqlite || !server_url().empty();
}

DatabaseKind TestDatabase::kind_of_this_run() {
    const char* const name = std::getenv("NEUREC_TEST_DATABASE");
    return name != nullptr && std::string_view(name) == "postgres" ? DatabaseKind::postgres
                                                                   : DatabaseKind::sqlite;
}

std::unique_ptr<const infrastructure::persistence::Engine> TestDatabase::engine() const {
    if (url_.empty()) return std::make_unique<SqliteEngine>(home() / "neurec.sqlite");
    return std::make_unique<PostgresEngine>(url_);
}

std::map<std::string, std::string> TestDatabase::environment() const {
    return {{"NEUREC_HOME", home().string()}, {"NEUREC_DATABASE_URL", url_}};
}

}  // namespace neurec::tests
