#include "infrastructure/persistence/connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

namespace {

std::string connection_string(const std::filesystem::path& file) {
    const std::string path = file.string();
    if (path.find('"') != std::string::npos)
        throw domain::InvalidInput("The database's path, " + path +
                                   ", holds a quotation mark; choose another NEUREC_HOME.");
    return "db=\"" + path + "\" timeout=10";
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

}  // namespace

void throw_as_unavailable(const std::filesystem::path& file, const soci::soci_error& error) {
    const auto* const native = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int code = native == nullptr ? SQLITE_ERROR : native->result() & 0xff;
    throw domain::Unavailable("The database " + file.string() + " " + advice_for(code) + " (" +
                              error.what() + ")");
}

Connection::Connection(std::filesystem::path file) : file_(std::move(file)) {
    with_database_errors(file_, [&] {
        session_.open(soci::sqlite3, connection_string(file_));
        session_ << "pragma journal_mode = wal";
        // FULL, since NORMAL may lose acknowledged commits when the power goes; a commit is one
        // fsync of the log.
        session_ << "pragma synchronous = full";
        session_ << "pragma foreign_keys = on";
        session_ << "pragma cache_size = -16384";
    });
}

void Connection::end_reads() noexcept {
    sqlite_api::sqlite3* const handle =
        static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
    for (sqlite_api::sqlite3_stmt* statement = sqlite_api::sqlite3_next_stmt(handle, nullptr);
         statement != nullptr; statement = sqlite_api::sqlite3_next_stmt(handle, statement))
        sqlite_api::sqlite3_reset(statement);
}

Transaction::Transaction(soci::session& session, Kind kind) : session_(session) {
    // SOCI's begin() is deferred: another writer could come in between the first read and the first
    // write.
    session_ << (kind == Kind::write ? "begin immediate" : "begin");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        session_ << "rollback";
    } catch (const soci::soci_error&) {  // NOLINT(bugprone-empty-catch)
        // SQLite has rolled back by itself where the failure was its own (a full disk), and then
        // finds nothing to roll back.
    }
}

void Transaction::commit() {
    session_ << "commit";
    open_ = false;
}

}  // namespace neurec::infrastructure::persistence
