#include "infrastructure/persistence/postgres_engine.hpp"

#include <fcntl.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "infrastructure/persistence/dialect.hpp"
#include "infrastructure/persistence/interrupter.hpp"
#include "infrastructure/persistence/postgres_import_rows.hpp"
#include "infrastructure/persistence/postgres_rating_bulk.hpp"
#include "infrastructure/persistence/postgres_url.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// What the server itself puts an end to. A transaction that waits for us, because this process was
/// stopped in the middle, does not hold its locks for ever.
constexpr const char* kLimits =
    "select set_config('statement_timeout', '5s', false), set_config('lock_timeout', '4s', false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false)";
/// One schema change at a time; a number that no other program is likely to take.
constexpr const char* kSchemaLock = "select pg_advisory_xact_lock(7205759403792793601)";
/// One import at a time: the number after it.
constexpr const char* kImportLock = "select pg_advisory_xact_lock(7205759403792793602)";

/// The connection itself; null where none was ever made.
PGconn* native(soci::session& session) noexcept {
    auto* const backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
}

/// Shuts the connection's socket down. It keeps a descriptor of its own: libpq may close the other
/// at any moment, and its number may come to stand for something else.
class SocketInterrupter : public Interrupter {
  public:
    explicit SocketInterrupter(int socket) : socket_(fcntl(socket, F_DUPFD_CLOEXEC, 0)) {}
    ~SocketInterrupter() override { close(socket_); }
    SocketInterrupter(const SocketInterrupter&) = delete;
    SocketInterrupter& operator=(const SocketInterrupter&) = delete;

    void interrupt() noexcept override { shutdown(socket_, SHUT_RDWR); }

  private:
    int socket_;
};

struct Advice {
    std::string_view state;  ///< an SQLSTATE or the class that it begins with
    std::string_view text;
};

constexpr Advice kAdvice[] = {
    {"53100", "has no room left: its disk is full. Nothing was stored; make room and try again."},
    {"53300", "has no connection left. Raise its max_connections, or run fewer servers."},
    {"57014", "took too long for a statement, which was given up. Nothing was stored."},
    {"55P03", "is being written by another program. Try again when its import or write is done."},
    {"25006", "can be read but not written: a standby, perhaps. Name the primary."},
    {"28", "does not let this program in. Check the user and the password in NEUREC_DATABASE_URL."},
    {"3D000", "does not exist. Make it with createdb, or name another in NEUREC_DATABASE_URL."},
    {"42501", "does not give this program's user the right to do this."},
    {"57P", "is being shut down or started."},
    {"08", "cannot be reached. Does PostgreSQL run there? Is NEUREC_DATABASE_URL right?"},
};

[[nodiscard]] std::string_view advice_for(std::string_view state) {
    for (const Advice& each : kAdvice)
        if (state.starts_with(each.state)) return each.text;
    return "failed.";
}

/// Serialization failure, deadlock, and a key that is taken, or gone, since it was looked for.
[[nodiscard]] bool is_conflict(std::string_view state) {
    return state == "40001" || state == "40P01" || state == "23505" || state == "23503";
}

/// No room (disk_full), a standby, a right that was taken away, a disk that fails (system_error).
[[nodiscard]] bool prevents_writing(std::string_view state) {
    return state == "53100" || state == "25006" || state == "42501" || state.starts_with("58");
}

/// Rows that break a rule, and the like, say nothing against the connection.
[[nodiscard]] bool keeps_connection(std::string_view state) {
    return is_conflict(state) || state.starts_with("23") || state.starts_with("22") ||
           state == "57014" || state == "55P03";
}

/// The line that says what it is; those after it may quote values.
[[nodiscard]] std::string gist_of(std::string message) {
    constexpr std::string_view kOfSoci = "Cannot establish connection to the database.\n";
    if (message.starts_with(kOfSoci)) message.erase(0, kOfSoci.size());
    return message.substr(0, message.find('\n'));
}

}  // namespace

PostgresEngine::PostgresEngine(const std::string& url) {
    PostgresAddress address = read_postgres_url(url);
    connection_string_ = std::move(address.connection_string);
    name_ = "The PostgreSQL database " + address.place;
}

void PostgresEngine::open(soci::session& session) const {
    session.open(soci::postgresql, connection_string_);
    // Notices are for people at a terminal.
    PQsetNoticeProcessor(native(session), [](void*, const char*) {}, nullptr);
    session << kLimits;
}

bool PostgresEngine::stands(soci::session& session) const noexcept {
    PGconn* const connection = native(session);
    if (connection == nullptr || PQstatus(connection) != CONNECTION_OK) return false;
    // A server that says something on an idle connection says goodbye.
    pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    return poll(&socket, 1, 0) == 0;
}

void PostgresEngine::begin(soci::session& session, TransactionKind kind) const {
    session << (kind == TransactionKind::read ? "begin isolation level repeatable read read only"
                                              : "begin");
    if (kind == TransactionKind::write_at_once) session << "set local lock_timeout = '1ms'";
}

void PostgresEngine::lock_schema(soci::session& session) const {
    session << kSchemaLock;
}

void PostgresEngine::lock_imports(soci::session& session) const {
    session << kImportLock;
}

void PostgresEngine::allow_long_work(soci::session& session) const {
    session << "select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', "
               "true), set_config('idle_in_transaction_session_timeout', '0', true)";
}

std::unique_ptr<Interrupter> PostgresEngine::interrupter(soci::session& session) const {
    return std::make_unique<SocketInterrupter>(PQsocket(native(session)));
}

Failure PostgresEngine::failure_of(const soci::soci_error& error, soci::session& session) const {
    const auto* const reported = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    std::string state = reported == nullptr ? "" : reported->sqlstate();
    PGconn* const connection = native(session);
    const bool is_lost = connection == nullptr || PQstatus(connection) != CONNECTION_OK;
    // A failed attempt to connect has no state but its words.
    if (is_lost && !state.starts_with("57") && !state.starts_with("25")) state = "08006";
    return {.message = name_ + " " + std::string(advice_for(state)) + " (" +
                       gist_of(error.get_error_message()) + ")",
            .is_conflict = !is_lost && is_conflict(state),
            .prevents_writing = prevents_writing(state),
            .ends_connection = is_lost || !keeps_connection(state)};
}

std::string PostgresEngine::in_dialect(std::string_view sql) const {
    // By code point, as SQLite orders, whatever the database's own order is.
    return with_dialect(
        sql,
        {{"clustered", ""}, {"by_code_point", "collate \"C\""}, {"nulls_first", "nulls first"}});
}

std::unique_ptr<ImportRows> PostgresEngine::import_rows(soci::session& session,
                                                        const StoredSource& source) const {
    return std::make_unique<PostgresImportRows>(*this, session, native(session), source);
}

std::unique_ptr<RatingBulk> PostgresEngine::rating_bulk(soci::session& session) const {
    return std::make_unique<PostgresRatingBulk>(session);
}

}  // namespace neurec::infrastructure::persistence
