#include "infrastructure/persistence/sqlite_engine.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include <string>
#include <system_error>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/persistence/dialect.hpp"
#include "infrastructure/persistence/interrupter.hpp"
#include "infrastructure/persistence/sqlite_file_check.hpp"
#include "infrastructure/persistence/sqlite_import_rows.hpp"
#include "infrastructure/persistence/sqlite_rating_bulk.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// For a lock that others have, whether they write or bring a log to its end.
constexpr int kLongestWaitMs = 10'000;

sqlite_api::sqlite3* native(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

/// By which a disk knows the file, wherever it is moved; 0 where there is none.
ino_t number_of(const std::filesystem::path& file) {
    struct stat status{};
    return stat(file.c_str(), &status) == 0 ? status.st_ino : 0;
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw domain::Unavailable(
            "Cannot make the folder " + folder.string() + ": " + error.message() +
            ". Make it by hand, or set NEUREC_HOME to a place that can be written.");
}

std::string connection_string(const std::filesystem::path& file) {
    const std::string path = file.string();
    if (path.find('"') != std::string::npos)
        throw domain::InvalidInput("The database's path, " + path +
                                   ", holds a quotation mark; choose another NEUREC_HOME.");
    // Without "=" SOCI takes the text for the path. Its parser of anything else does not notice
    // where memory fails, and goes on for ever.
    return path.find('=') == std::string::npos ? path : "db=\"" + path + "\"";
}

std::string advice_for(int code) {
    switch (code) {
        case SQLITE_FULL:
            return "has no room left: the disk is full. Nothing was stored; make room and try "
                   "again.";
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return "cannot be written. Give this user the right to write the file and its folder, "
                   "or set NEUREC_HOME to another place.";
        case SQLITE_CANTOPEN:
            return "cannot be opened. Does its folder exist, and may this user write there? "
                   "NEUREC_HOME names the folder.";
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return "is damaged or is no SQLite file. Restore a copy, or move it away and import "
                   "the data again.";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "is being written by another program. Try again when its import or write is "
                   "done.";
        case SQLITE_IOERR:
            return "could not be read or written. Check the disk and its free space.";
        default:
            return "failed.";
    }
}

/// Nothing can be written by this connection now, or perhaps ever: one that was opened while the
/// file could not be written stays read-only.
bool is_of_the_disk(int code) {
    return code == SQLITE_FULL || code == SQLITE_READONLY || code == SQLITE_PERM ||
           code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
}

}  // namespace

SqliteEngine::SqliteEngine(std::filesystem::path file)
    : file_(std::move(file)), name_("The database " + file_.string()) {}

void SqliteEngine::open(soci::session& session) const {
    const ino_t number = number_;
    if (number == 0 && file_.has_parent_path()) make_folder(file_.parent_path());
    require_file(number);
    session.open(soci::sqlite3, connection_string(file_));
    sqlite_api::sqlite3_busy_timeout(native(session), kLongestWaitMs);
    require_all_pages(session, file_);
    session << "pragma journal_mode = wal";
    // FULL, since NORMAL may lose acknowledged commits when the power goes; a commit is one
    // fsync of the log.
    session << "pragma synchronous = full";
    session << "pragma foreign_keys = on";
    session << "pragma cache_size = -8192";
    require_file(number);  // it may have been moved away meanwhile
    number_ = number_of(file_);
}

bool SqliteEngine::stands(soci::session& session) const noexcept {
    int has_moved = 0;
    sqlite_api::sqlite3_file_control(native(session), "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    return has_moved == 0;
}

/// Refuses a file of another number; 0 stands for any.
void SqliteEngine::require_file(ino_t number) const {
    if (number == 0 || number_of(file_) == number) return;
    throw domain::Unavailable(name_ +
                              " is gone, or another file is in its place. Put it back; or, to go "
                              "on with what is there now, start this program anew.");
}

void SqliteEngine::begin(soci::session& session, TransactionKind kind) const {
    // Writers take the one write lock from the start: SQLite's plain begin is deferred, and another
    // writer could come in between the first read and the first write.
    if (kind == TransactionKind::write_at_once)
        sqlite_api::sqlite3_busy_timeout(native(session), 0);
    try {
        session << (kind == TransactionKind::read ? "begin" : "begin immediate");
    } catch (const soci::soci_error&) {
        sqlite_api::sqlite3_busy_timeout(native(session), kLongestWaitMs);
        throw;
    }
    if (kind == TransactionKind::write_at_once)
        sqlite_api::sqlite3_busy_timeout(native(session), kLongestWaitMs);
}

void SqliteEngine::end_reads(soci::session& session) const noexcept {
    // SQLite keeps a connection on the snapshot of its oldest unfinished statement.
    sqlite_api::sqlite3* const handle = native(session);
    for (sqlite_api::sqlite3_stmt* statement = sqlite_api::sqlite3_next_stmt(handle, nullptr);
         statement != nullptr; statement = sqlite_api::sqlite3_next_stmt(handle, statement))
        sqlite_api::sqlite3_reset(statement);
}

std::unique_ptr<Interrupter> SqliteEngine::interrupter(soci::session& /*session*/) const {
    return nullptr;
}

Failure SqliteEngine::failure_of(const soci::soci_error& error, soci::session& /*session*/) const {
    const auto* const native = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int code = native == nullptr ? SQLITE_ERROR : native->result() & 0xff;
    return {.message = name_ + " " + advice_for(code) + " (" + error.get_error_message() + ")",
            .prevents_writing = is_of_the_disk(code),
            .ends_connection = is_of_the_disk(code)};
}

std::string SqliteEngine::in_dialect(std::string_view sql) const {
    return with_dialect(
        sql, {{"clustered", "without rowid"}, {"by_code_point", ""}, {"nulls_first", ""}});
}

std::unique_ptr<ImportRows> SqliteEngine::import_rows(soci::session& session,
                                                      const StoredSource& source) const {
    return std::make_unique<SqliteImportRows>(session, source);
}

std::unique_ptr<RatingBulk> SqliteEngine::rating_bulk(soci::session& session) const {
    return std::make_unique<SqliteRatingBulk>(session);
}

}  // namespace neurec::infrastructure::persistence
