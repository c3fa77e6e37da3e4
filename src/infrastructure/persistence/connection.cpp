#include "infrastructure/persistence/connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

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

}  // namespace

void throw_as_unavailable(const soci::soci_error& error) {
    const auto* const native = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const std::string reason = error.what();
    switch (native == nullptr ? 0 : native->result() & 0xff) {
        case SQLITE_FULL:
            throw domain::Unavailable(
                "The disk is full; nothing was stored. Make room and try again. (" + reason + ")");
        case SQLITE_READONLY:
        case SQLITE_PERM:
            throw domain::Unavailable(
                "The database cannot be written. Give this user the right to write its file and "
                "folder, or set NEUREC_HOME to another place. (" +
                reason + ")");
        case SQLITE_CANTOPEN:
            throw domain::Unavailable(
                "The database cannot be opened. Does its folder exist, and may this user write "
                "there? NEUREC_HOME names the folder. (" +
                reason + ")");
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            throw domain::Unavailable(
                "The database is damaged or is no SQLite file. Restore a copy, or move it away and "
                "import the data again. (" +
                reason + ")");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw domain::Unavailable(
                "Another program holds the database for too long. Try again when its import or "
                "write is done. (" +
                reason + ")");
        case SQLITE_IOERR:
            throw domain::Unavailable("Reading or writing the database failed. Check the disk. (" +
                                      reason + ")");
        default:
            throw domain::Unavailable("The database failed: " + reason);
    }
}

Connection::Connection(const std::filesystem::path& file) {
    with_database_errors([&] {
        session_.open(soci::sqlite3, connection_string(file));
        session_ << "pragma journal_mode = wal";
        // FULL, since NORMAL may lose acknowledged commits when the power goes; a commit is one
        // fsync of the log.
        session_ << "pragma synchronous = full";
        session_ << "pragma foreign_keys = on";
        session_ << "pragma cache_size = -16384";
    });
}

}  // namespace neurec::infrastructure::persistence
