#pragma once

#include <filesystem>

namespace neurec::infrastructure::persistence {

/// Refuses (Unavailable) an SQLite file that was cut short: SQLite itself finds out only when it
/// reads a page that is gone. Nothing is said of a file that is not there, that is no SQLite file
/// (SQLite says so), or that has a log beside it: pages may be there alone.
void require_all_pages(const std::filesystem::path& file);

}  // namespace neurec::infrastructure::persistence
