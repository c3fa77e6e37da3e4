#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/postgres_engine.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string refusal_of(const std::string& url) {
    try {
        const Database database(std::make_unique<PostgresEngine>(url));
    } catch (const domain::Error& error) {
        return error.what();
    }
    return "it was opened";
}

TEST(PostgresUrl, IsRefusedWithoutBeingRepeatedWhereItFitsNoRule) {
    for (const char* url : {"secret", "mysql://u:secret@h/d", "postgresql://u:secret@h:port:x/d",
                            "postgresql://u:secret@h/d?no_such=secret", "host=h password=secret",
                            "postgresql://u:sec%ret@h/d", "postgresql://u:secret/x@h/d",
                            "postgresql://u:1/secret@h/d", "postgresql://u:my@secret@h/d"})
        EXPECT_THAT(refusal_of(url), AllOf(HasSubstr("NEUREC_DATABASE_URL is no database"),
                                           Not(HasSubstr("secret")), Not(HasSubstr("sec%ret"))))
            << url;
}

TEST(PostgresUrl, NamesThePlaceInMessagesAndNoSecret) {
    // Port 1 is nobody's.
    EXPECT_THAT(refusal_of("postgresql://someone:secret@127.0.0.1:1/films?application_name=x"),
                AllOf(HasSubstr("The PostgreSQL database films at 127.0.0.1:1 cannot be reached. "
                                "Does PostgreSQL run there?"),
                      HasSubstr("Connection refused"), Not(HasSubstr("secret"))));
}

TEST(PostgresUrl, IsGivenUpWithinSecondsWhereNobodyAnswers) {
    // A listener that accepts nothing: the kernel answers, the program never does.
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(listen(listener, 1), 0);
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THAT(
        refusal_of("postgresql://u@127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/d"),
        HasSubstr("cannot be reached"));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    close(listener);
}

/// Needs the server.
class Postgres : public tests::OnEachDatabase {
  protected:
    [[nodiscard]] std::string ask(Connection& connection, const std::string& sql) const {
        std::string value;
        connection.session() << sql, soci::into(value);
        return value;
    }
    Database database_{place_.engine(), 2};
};
INSTANTIATE_TEST_SUITE_P(, Postgres, testing::Values(tests::DatabaseKind::postgres),
                         tests::kDatabaseName);

TEST_P(Postgres, BoundsEveryWaitOnEachConnection) {
    const Database::Lease first = database_.lease();
    const Database::Lease second = database_.lease();
    for (const Database::Lease* const each : {&first, &second}) {
        EXPECT_EQ(ask(**each, "select current_setting('statement_timeout')"), "5s");
        EXPECT_EQ(ask(**each, "select current_setting('lock_timeout')"), "4s");
        EXPECT_EQ(ask(**each, "select current_setting('idle_in_transaction_session_timeout')"),
                  "1min");
    }
}

TEST_P(Postgres, GivesAStatementUpThatTakesTooLong) {
    try {
        run_on(database_, [&](Connection& connection) {
            connection.session() << "select set_config('statement_timeout', '50ms', false)";
            connection.session() << "select pg_sleep(10)";
        });
        FAIL() << "it was awaited";
    } catch (const domain::Unavailable& error) {
        EXPECT_THAT(error.what(), HasSubstr("took too long for a statement"));
    }
}

TEST_P(Postgres, CutsAConnectionWhoseServerDoesNotAnswer) {
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THROW(run_on(database_,
                        [&](Connection& connection) {
                            connection.session()
                                << "select set_config('statement_timeout', '0', false)";
                            connection.session() << "select pg_sleep(60)";
                        }),
                 domain::Unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST_P(Postgres, LendsNoConnectionThatTheServerHasClosed) {
    std::string pid;
    {
        const Database::Lease idle = database_.lease();
        pid = ask(*idle, "select cast(pg_backend_pid() as text)");
    }
    Database other(place_.engine(), 1);
    other.lease()->session() << "select pg_terminate_backend(" + pid + ")";
    // Closing takes the server a moment.
    std::string found = pid;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (found == pid && std::chrono::steady_clock::now() < give_up) {
        try {
            found = run_on(database_, [&](Connection& connection) {
                return ask(connection, "select cast(pg_backend_pid() as text)");
            });
        } catch (const domain::Unavailable&) {  // NOLINT(bugprone-empty-catch)
            // Asked in the very moment; the next time must do.
        }
    }
    EXPECT_NE(found, pid);
}

TEST_P(Postgres, SaysNothingOfTheValuesThatAStatementHad) {
    try {
        run_on(database_,
               [&](Connection& connection) {
                   const std::string secret = "the hash of a password";
                   connection.session()
                       << "insert into users (id, role, password_hash) values (1, 'king', "
                          ":hash)",
                       soci::use(secret);
               });
        FAIL() << "it was stored";
    } catch (const domain::Unavailable& error) {
        EXPECT_THAT(error.what(),
                    AllOf(HasSubstr("violates check constraint"), Not(HasSubstr("the hash"))));
    }
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
