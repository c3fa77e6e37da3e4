#pragma once

#include <filesystem>

// NOLINTBEGIN(readability-identifier-naming): not ours
namespace soci {
class session;
}  // namespace soci
// NOLINTEND(readability-identifier-naming)

namespace neurec::infrastructure::persistence {

/// Refuses (Unavailable) an SQLite file that was cut short within its last page: SQLite itself
/// refuses one that lacks whole pages, but finds out about a part only when it reads there. Nothing
/// is said of a file that has a log beside it: pages may be there alone. `file` is for the message.
///
/// Asks through the open session. The file must never be opened beside SQLite: closing it would
/// drop every lock that this process has on it (sqlite.org/howtocorrupt.html, 2.2), and the next
/// other process to close it would take itself for the last one and delete the log.
void require_all_pages(soci::session& session, const std::filesystem::path& file);

}  // namespace neurec::infrastructure::persistence
