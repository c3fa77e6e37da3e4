#include "infrastructure/persistence/sqlite_file_check.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <system_error>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

namespace {

namespace api = sqlite_api;

bool has_log(api::sqlite3* handle) {
    std::error_code error;
    const char* const log = api::sqlite3_filename_wal(api::sqlite3_db_filename(handle, "main"));
    const std::uintmax_t bytes = std::filesystem::file_size(log, error);
    return !error && bytes > 0;
}

/// The file's size, by the descriptor that SQLite has.
long long bytes_of(api::sqlite3* handle) {
    api::sqlite3_file* file = nullptr;
    long long bytes = 0;
    if (api::sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods->xFileSize(file, &bytes) != SQLITE_OK)
        throw soci::soci_error("its size cannot be read");
    return bytes;
}

}  // namespace

void require_all_pages(soci::session& session, const std::filesystem::path& file) {
    api::sqlite3* const handle =
        static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
    long long pages = 0;
    long long page_bytes = 0;
    // While this reads, nobody moves pages from the log to the file.
    session << "begin";
    session << "pragma page_count", soci::into(pages);
    session << "pragma page_size", soci::into(page_bytes);
    const long long expected = pages * page_bytes;
    const long long actual = bytes_of(handle);
    const bool is_whole = actual >= expected || has_log(handle);
    session << "commit";
    if (!is_whole)
        throw domain::Unavailable("The database " + file.string() +
                                  " is damaged or is no SQLite file. Restore a copy, or move it "
                                  "away and import the data again. (It has " +
                                  std::to_string(actual) + " bytes, its pages need " +
                                  std::to_string(expected) + ")");
}

}  // namespace neurec::infrastructure::persistence
